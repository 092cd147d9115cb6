"""Which VAT rules a sale falls under: at home, inside the Union, outside it, reverse-charged or exempt."""

from __future__ import annotations

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_

HOME = "FR"
# Member states of the European Union by ISO 3166 code; Greece's VAT numbers say EL.
UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)


class TaxRegime(Labelled):
    """The regime of a whole document; all but the first bear no VAT on the paper."""

    DOMESTIC = "domestic", N_("TVA française")
    INTRA_EU = "intra_eu", N_("Livraison intracommunautaire (CGI, art. 262 ter I)")
    EXPORT = "export", N_("Exportation hors Union européenne (CGI, art. 262 I)")
    REVERSE_CHARGE = "reverse_charge", N_("Autoliquidation par le client (CGI, art. 283)")
    EXEMPT = "exempt", N_("Franchise en base de TVA (CGI, art. 293 B)")

    @property
    def bears_vat(self) -> bool:
        """Whether French VAT is charged."""
        return self is TaxRegime.DOMESTIC

    @property
    def category(self) -> str:
        """The VAT category code of EN 16931 (UNTDID 5305)."""
        return {"domestic": "S", "intra_eu": "K", "export": "G", "reverse_charge": "AE", "exempt": "E"}[self.value]

    @property
    def exemption_code(self) -> str:
        """The VATEX code that says why there is no VAT; empty where there is."""
        return {
            "domestic": "",
            "intra_eu": "VATEX-EU-IC",
            "export": "VATEX-EU-G",
            "reverse_charge": "VATEX-EU-AE",
            "exempt": "VATEX-FR-FRANCHISE",
        }[self.value]


def regime_of(*, country: str, is_business: bool, vat_number: str) -> TaxRegime:
    """Return the regime of a sale of goods to a customer, by where it is and whether it has a VAT number.

    A consumer or a business without VAT number in the Union bears French VAT
    (CGI, articles 258 A and 262 ter; below the distance-selling threshold).
    """
    if country in {"", HOME}:
        return TaxRegime.DOMESTIC
    if country not in UNION:
        return TaxRegime.EXPORT
    return TaxRegime.INTRA_EU if is_business and vat_number else TaxRegime.DOMESTIC
