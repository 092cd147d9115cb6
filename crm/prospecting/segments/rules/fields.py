"""The fields by which the prospect file can be filtered: key in the address, label, kind, choices."""

from __future__ import annotations

from dataclasses import dataclass

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.prospecting.companies.models import ContactRole, LegalBasis, Nature, Source, Stage
from crm.prospecting.qualification.models import Budget, DecisionCircuit, NextStepKind, Timing
from crm.prospecting.segments.rules.tree import Kind

COMPANY, SITE, PEOPLE = N_("Entreprise"), N_("Établissement"), N_("Interlocuteurs")
QUALIFICATION, FOLLOWING, PRIVACY = N_("Qualification"), N_("Suivi"), N_("Données personnelles")
GROUPS = (COMPANY, SITE, PEOPLE, QUALIFICATION, FOLLOWING, PRIVACY)


@dataclass(frozen=True)
class Field:
    """One field; `choices` for those of a fixed list."""

    key: str
    group: str
    label: str
    kind: Kind
    choices: type[Labelled] | None = None


_FIELDS = (
    Field("name", COMPANY, N_("Nom"), Kind.TEXT),
    Field("nature", COMPANY, N_("Nature"), Kind.CHOICE, Nature),
    Field("stage", COMPANY, N_("Étape"), Kind.CHOICE, Stage),
    Field("siren", COMPANY, N_("SIREN"), Kind.TEXT),
    Field("sector", COMPANY, N_("Activité"), Kind.TEXT),
    Field("size", COMPANY, N_("Effectif"), Kind.TEXT),
    Field("source", COMPANY, N_("Origine"), Kind.CHOICE, Source),
    Field("created", COMPANY, N_("Date de création"), Kind.DAY),
    Field("phone", COMPANY, N_("Téléphone"), Kind.TEXT),
    Field("email", COMPANY, N_("E-mail"), Kind.TEXT),
    Field("city", SITE, N_("Ville"), Kind.TEXT),
    Field("postcode", SITE, N_("Code postal"), Kind.TEXT),
    Field("department", SITE, N_("Département"), Kind.TEXT),
    Field("country", SITE, N_("Pays (code)"), Kind.TEXT),
    Field("role", PEOPLE, N_("Rôle d’un interlocuteur"), Kind.SET, ContactRole),
    Field("score", QUALIFICATION, N_("Score"), Kind.NUMBER),
    Field("potential", QUALIFICATION, N_("Potentiel annuel HT (€)"), Kind.MONEY),
    Field("budget", QUALIFICATION, N_("Budget"), Kind.CHOICE, Budget),
    Field("circuit", QUALIFICATION, N_("Circuit de décision"), Kind.CHOICE, DecisionCircuit),
    Field("timing", QUALIFICATION, N_("Échéance du projet"), Kind.CHOICE, Timing),
    Field("step", QUALIFICATION, N_("Prochaine action"), Kind.CHOICE, NextStepKind),
    Field("step_on", QUALIFICATION, N_("Prochaine action prévue"), Kind.DAY),
    Field("owner", FOLLOWING, N_("Responsable"), Kind.TEXT),
    Field("tag", FOLLOWING, N_("Étiquette"), Kind.SET),
    Field("last_contact", FOLLOWING, N_("Dernier contact du prospect"), Kind.DAY),
    Field("last_activity", FOLLOWING, N_("Dernière activité"), Kind.DAY),
    Field("complete", FOLLOWING, N_("Complétude de la fiche (sur 100)"), Kind.NUMBER),
    Field("basis", PRIVACY, N_("Base légale"), Kind.CHOICE, LegalBasis),
    Field("informed", PRIVACY, N_("Personne informée"), Kind.DAY),
    Field("consent_phone", PRIVACY, N_("Consentement au démarchage téléphonique"), Kind.DAY),
    Field("consent_email", PRIVACY, N_("Consentement aux e-mails"), Kind.DAY),
    Field("no_phone", PRIVACY, N_("Refuse les appels"), Kind.FLAG),
    Field("no_email", PRIVACY, N_("Refuse les e-mails"), Kind.FLAG),
    Field("no_post", PRIVACY, N_("Refuse les courriers"), Kind.FLAG),
)
FIELDS: dict[str, Field] = {field.key: field for field in _FIELDS}
