"""What cannot be true of an invoice."""

from __future__ import annotations

from crm.kernel.errors import N_, Refused


class NotDelivered(Refused):
    """An invoice states a delivery (Code de commerce, L441-9)."""

    message = N_("Cette commande n’est pas livrée, ou elle est déjà facturée : il n’y a rien à facturer.")


class AlreadyInvoiced(Refused):
    """One order is invoiced once."""

    message = N_("Cette commande a déjà une facture : %(label)s.")


class NotADraft(Refused):
    """An issued invoice cannot change (CGI, annexe II, 242 nonies A)."""

    message = N_("Une facture émise ne peut plus être modifiée.")


class EmptyInvoice(Refused):
    """An invoice of nothing asks for nothing."""

    message = N_("Une facture a au moins une ligne et un montant supérieur à zéro.")


class MixedNotes(Refused):
    """One invoice has one customer, one currency and one VAT regime."""

    message = N_("Ces bons ne vont pas sur une même facture : le client, la devise ou le régime de TVA diffère.")


class WrongShare(Refused):
    """A deposit is a part of the whole."""

    message = N_("L’acompte est compris entre 1 % et 100 % de la commande.")
    field = "share"


class TooMuchDeposit(Refused):
    """Deposits cannot ask for more than the order."""

    message = N_("Avec cet acompte, les acomptes dépasseraient le montant de la commande.")
    field = "share"


class NotReplaceable(Refused):
    """What was paid, credited or replaced cannot be replaced: only a credit note corrects it."""

    message = N_("Cette facture est réglée, avoirée ou déjà remplacée : corrigez-la par un avoir.")


class IsCreditNote(Refused):
    """A credit note is issued as such."""

    message = N_("Un avoir s’émet depuis sa propre page.")
