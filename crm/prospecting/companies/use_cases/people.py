"""The people of a record: whom to talk to, what was noted, what they do not want."""

from __future__ import annotations

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.prospecting.companies.models import Company, Contact, ContactRole
from crm.store.base import db


def add_contact(
    work: Work,
    company: Company,
    *,
    last_name: str,
    first_name: str = "",
    function: str = "",
    role: ContactRole = ContactRole.DECISION_MAKER,
    email: str = "",
    phone: str = "",
) -> Contact:
    """Add a person to talk to."""
    contact = Contact(
        company=company,
        first_name=first_name or "",
        last_name=last_name,
        function=function or "",
        role=role,
        email=email or "",
        phone=phone or "",
    )
    work.add(contact)
    work.record(Activity.CONTACT_ADDED, contact, company, role=role.value, function=contact.function)
    return contact


def remove_contact(work: Work, contact: Contact) -> None:
    """Take a person out of a company's record again, such as one that an undone import had added."""
    work.record(Activity.CONTACT_REMOVED, contact, contact.company)
    db.session.delete(contact)


def add_note(work: Work, company: Company, *, text: str) -> Company:
    """Write a note into the company's timeline."""
    work.record(Activity.NOTE_ADDED, company, text=text)
    return company


def check_opt_out(work: Work, company: Company) -> Company:
    """Look up whether the company objects to being contacted: an act, with the answer seen."""
    work.record(
        Activity.OPT_OUT_CHECKED,
        company,
        email=company.opted_out_email,
        phone=company.opted_out_phone,
        post=company.opted_out_post,
    )
    return company


def record_opt_out(
    work: Work, company: Company, *, email: bool = False, phone: bool = False, post: bool = False
) -> Company:
    """Write down by which channels a company no longer wants to hear from us (GDPR, article 21)."""
    company.opted_out_email, company.opted_out_phone, company.opted_out_post = email, phone, post
    work.record(Activity.OPT_OUT_RECORDED, company, email=email, phone=phone, post=post)
    return company
