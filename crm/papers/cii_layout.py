"""Where each piece of an electronic invoice stands in the XML: one table, for writing and for reading.

The codes are those of the European semantic model (EN 16931-1): BT for a
term, BG for a group. The paths and their order are those of UN/CEFACT's
Cross Industry Invoice as Factur-X 1.09 (profile EN 16931) shortens it.
"""

from __future__ import annotations

from dataclasses import dataclass

DAY = "udt:DateTimeString[@format='102']"
QUALIFIED_DAY = "qdt:DateTimeString[@format='102']"


@dataclass(frozen=True)
class Place:
    """A term's place: path from its group, elements without prefix are `ram`.

    A step may fix an attribute (`[@schemeID='VA']`), whose value may be
    another term (`{BT-5}`). A path ending in `@name` is an attribute of the
    element written last. `fixed` is what the standard always wants there.
    """

    code: str
    path: str
    fixed: str = ""


@dataclass(frozen=True)
class Group:
    """What may stand several times, each with its own places."""

    code: str
    path: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Always:
    """An element that must stand even if nothing is in it."""

    path: str


Row = Place | Group | Always
TRADE = "rsm:SupplyChainTradeTransaction"
AGREEMENT = f"{TRADE}/ApplicableHeaderTradeAgreement"
DELIVERY = f"{TRADE}/ApplicableHeaderTradeDelivery"
SETTLEMENT = f"{TRADE}/ApplicableHeaderTradeSettlement"
SUMS = f"{SETTLEMENT}/SpecifiedTradeSettlementHeaderMonetarySummation"
MEANS = f"{SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans"
SELLER = f"{AGREEMENT}/SellerTradeParty"
BUYER = f"{AGREEMENT}/BuyerTradeParty"
SHIPPED = f"{DELIVERY}/ShipToTradeParty"


def _allowance(amount: str, base: str, percent: str, reason: str, code: str) -> tuple[Place, ...]:
    """Return the places of an amount taken off, on a line or on the whole."""
    return (
        Place("", "ChargeIndicator/udt:Indicator", "false"),
        Place(percent, "CalculationPercent"),
        Place(base, "BasisAmount"),
        Place(amount, "ActualAmount"),
        Place(code, "ReasonCode"),
        Place(reason, "Reason"),
    )


LINE_TAX = "SpecifiedLineTradeSettlement/ApplicableTradeTax"
LINE_OFF = "SpecifiedLineTradeSettlement/SpecifiedTradeAllowanceCharge"
LINE = (
    Place("BT-126", "AssociatedDocumentLineDocument/LineID"),
    Place("BT-127", "AssociatedDocumentLineDocument/IncludedNote/Content"),
    Place("BT-155", "SpecifiedTradeProduct/SellerAssignedID"),
    Place("BT-153", "SpecifiedTradeProduct/Name"),
    Place("BT-146", "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount"),
    Place("BT-129", "SpecifiedLineTradeDelivery/BilledQuantity"),
    Place("BT-130", "SpecifiedLineTradeDelivery/BilledQuantity/@unitCode"),
    Place("", f"{LINE_TAX}/TypeCode", "VAT"),
    Place("BT-151", f"{LINE_TAX}/CategoryCode"),
    Place("BT-152", f"{LINE_TAX}/RateApplicablePercent"),
    Place("BT-136-0", f"{LINE_OFF}/ChargeIndicator/udt:Indicator"),
    Place("BT-138", f"{LINE_OFF}/CalculationPercent"),
    Place("BT-137", f"{LINE_OFF}/BasisAmount"),
    Place("BT-136", f"{LINE_OFF}/ActualAmount"),
    Place("BT-140", f"{LINE_OFF}/ReasonCode"),
    Place("BT-139", f"{LINE_OFF}/Reason"),
    Place("BT-131", "SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"),
)
TAX = (
    Place("BT-117", "CalculatedAmount"),
    Place("", "TypeCode", "VAT"),
    Place("BT-120", "ExemptionReason"),
    Place("BT-116", "BasisAmount"),
    Place("BT-118", "CategoryCode"),
    Place("BT-121", "ExemptionReasonCode"),
    Place("BT-8", "DueDateTypeCode"),
    Place("BT-119", "RateApplicablePercent"),
)
OFF = (
    *_allowance("BT-92", "BT-93", "BT-94", "BT-97", "BT-98"),
    Place("", "CategoryTradeTax/TypeCode", "VAT"),
    Place("BT-95", "CategoryTradeTax/CategoryCode"),
    Place("BT-96", "CategoryTradeTax/RateApplicablePercent"),
)
LAYOUT: tuple[Row, ...] = (
    Place("BT-23", "rsm:ExchangedDocumentContext/BusinessProcessSpecifiedDocumentContextParameter/ID"),
    Place("BT-24", "rsm:ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID"),
    Place("BT-1", "rsm:ExchangedDocument/ID"),
    Place("BT-3", "rsm:ExchangedDocument/TypeCode"),
    Place("BT-2", f"rsm:ExchangedDocument/IssueDateTime/{DAY}"),
    Group("BG-1", "rsm:ExchangedDocument/IncludedNote", (Place("BT-22", "Content"), Place("BT-21", "SubjectCode"))),
    Group("BG-25", f"{TRADE}/IncludedSupplyChainTradeLineItem", LINE),
    Place("BT-10", f"{AGREEMENT}/BuyerReference"),
    Place("BT-29", f"{SELLER}/GlobalID[@schemeID='0009']"),
    Place("BT-27", f"{SELLER}/Name"),
    Place("BT-33", f"{SELLER}/Description"),
    Place("BT-30", f"{SELLER}/SpecifiedLegalOrganization/ID[@schemeID='0002']"),
    Place("BT-41", f"{SELLER}/DefinedTradeContact/PersonName"),
    Place("BT-42", f"{SELLER}/DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber"),
    Place("BT-43", f"{SELLER}/DefinedTradeContact/EmailURIUniversalCommunication/URIID"),
    Place("BT-38", f"{SELLER}/PostalTradeAddress/PostcodeCode"),
    Place("BT-35", f"{SELLER}/PostalTradeAddress/LineOne"),
    Place("BT-36", f"{SELLER}/PostalTradeAddress/LineTwo"),
    Place("BT-162", f"{SELLER}/PostalTradeAddress/LineThree"),
    Place("BT-37", f"{SELLER}/PostalTradeAddress/CityName"),
    Place("BT-40", f"{SELLER}/PostalTradeAddress/CountryID"),
    Place("BT-34", f"{SELLER}/URIUniversalCommunication/URIID"),
    Place("BT-34-1", f"{SELLER}/URIUniversalCommunication/URIID/@schemeID"),
    Place("BT-31", f"{SELLER}/SpecifiedTaxRegistration/ID[@schemeID='VA']"),
    Place("BT-32", f"{SELLER}/SpecifiedTaxRegistration/ID[@schemeID='FC']"),
    Place("BT-46", f"{BUYER}/GlobalID[@schemeID='0009']"),
    Place("BT-44", f"{BUYER}/Name"),
    Place("BT-47", f"{BUYER}/SpecifiedLegalOrganization/ID[@schemeID='0002']"),
    Place("BT-56", f"{BUYER}/DefinedTradeContact/PersonName"),
    Place("BT-53", f"{BUYER}/PostalTradeAddress/PostcodeCode"),
    Place("BT-50", f"{BUYER}/PostalTradeAddress/LineOne"),
    Place("BT-51", f"{BUYER}/PostalTradeAddress/LineTwo"),
    Place("BT-163", f"{BUYER}/PostalTradeAddress/LineThree"),
    Place("BT-52", f"{BUYER}/PostalTradeAddress/CityName"),
    Place("BT-55", f"{BUYER}/PostalTradeAddress/CountryID"),
    Place("BT-49", f"{BUYER}/URIUniversalCommunication/URIID"),
    Place("BT-49-1", f"{BUYER}/URIUniversalCommunication/URIID/@schemeID"),
    Place("BT-48", f"{BUYER}/SpecifiedTaxRegistration/ID[@schemeID='VA']"),
    Place("BT-14", f"{AGREEMENT}/SellerOrderReferencedDocument/IssuerAssignedID"),
    Place("BT-13", f"{AGREEMENT}/BuyerOrderReferencedDocument/IssuerAssignedID"),
    Always(DELIVERY),
    Place("BT-70", f"{SHIPPED}/Name"),
    Place("BT-78", f"{SHIPPED}/PostalTradeAddress/PostcodeCode"),
    Place("BT-75", f"{SHIPPED}/PostalTradeAddress/LineOne"),
    Place("BT-76", f"{SHIPPED}/PostalTradeAddress/LineTwo"),
    Place("BT-165", f"{SHIPPED}/PostalTradeAddress/LineThree"),
    Place("BT-77", f"{SHIPPED}/PostalTradeAddress/CityName"),
    Place("BT-80", f"{SHIPPED}/PostalTradeAddress/CountryID"),
    Place("BT-72", f"{DELIVERY}/ActualDeliverySupplyChainEvent/OccurrenceDateTime/{DAY}"),
    Place("BT-16", f"{DELIVERY}/DespatchAdviceReferencedDocument/IssuerAssignedID"),
    Place("BT-83", f"{SETTLEMENT}/PaymentReference"),
    Place("BT-6", f"{SETTLEMENT}/TaxCurrencyCode"),
    Place("BT-5", f"{SETTLEMENT}/InvoiceCurrencyCode"),
    Place("BT-81", f"{MEANS}/TypeCode"),
    Place("BT-84", f"{MEANS}/PayeePartyCreditorFinancialAccount/IBANID"),
    Place("BT-86", f"{MEANS}/PayeeSpecifiedCreditorFinancialInstitution/BICID"),
    Group("BG-23", f"{SETTLEMENT}/ApplicableTradeTax", TAX),
    Place("BT-73", f"{SETTLEMENT}/BillingSpecifiedPeriod/StartDateTime/{DAY}"),
    Place("BT-74", f"{SETTLEMENT}/BillingSpecifiedPeriod/EndDateTime/{DAY}"),
    Group("BG-20", f"{SETTLEMENT}/SpecifiedTradeAllowanceCharge", OFF),
    Place("BT-20", f"{SETTLEMENT}/SpecifiedTradePaymentTerms/Description"),
    Place("BT-9", f"{SETTLEMENT}/SpecifiedTradePaymentTerms/DueDateDateTime/{DAY}"),
    Place("BT-106", f"{SUMS}/LineTotalAmount"),
    Place("BT-107", f"{SUMS}/AllowanceTotalAmount"),
    Place("BT-109", f"{SUMS}/TaxBasisTotalAmount"),
    Place("BT-110", f"{SUMS}/TaxTotalAmount[@currencyID='{{BT-5}}']"),
    Place("BT-111", f"{SUMS}/TaxTotalAmount[@currencyID='{{BT-6}}']"),
    Place("BT-112", f"{SUMS}/GrandTotalAmount"),
    Place("BT-113", f"{SUMS}/TotalPrepaidAmount"),
    Place("BT-115", f"{SUMS}/DuePayableAmount"),
    Group(
        "BG-3",
        f"{SETTLEMENT}/InvoiceReferencedDocument",
        (Place("BT-25", "IssuerAssignedID"), Place("BT-26", f"FormattedIssueDateTime/{QUALIFIED_DAY}")),
    ),
)
