"""Incoterms 2020: where the seller's costs and risks end (ICC; codes as in UN/ECE Recommendation 5)."""

from __future__ import annotations

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_


class Incoterm(Labelled):
    """One of the eleven rules."""

    EXW = "EXW", N_("EXW – À l’usine")
    FCA = "FCA", N_("FCA – Franco transporteur")
    CPT = "CPT", N_("CPT – Port payé jusqu’à")
    CIP = "CIP", N_("CIP – Port payé, assurance comprise, jusqu’à")
    DAP = "DAP", N_("DAP – Rendu au lieu de destination")
    DPU = "DPU", N_("DPU – Rendu au lieu de destination, déchargé")
    DDP = "DDP", N_("DDP – Rendu droits acquittés")
    FAS = "FAS", N_("FAS – Franco le long du navire")
    FOB = "FOB", N_("FOB – Franco à bord")
    CFR = "CFR", N_("CFR – Coût et fret")
    CIF = "CIF", N_("CIF – Coût, assurance et fret")

    @property
    def code(self) -> str:
        """The three letters."""
        return str(self.value)

    @property
    def is_maritime(self) -> bool:
        """Whether it is for sea and inland waterway transport only."""
        return self in {Incoterm.FAS, Incoterm.FOB, Incoterm.CFR, Incoterm.CIF}

    @property
    def seller_pays_carriage(self) -> bool:
        """Whether the main carriage is the seller's cost."""
        return self not in {Incoterm.EXW, Incoterm.FCA, Incoterm.FAS, Incoterm.FOB}
