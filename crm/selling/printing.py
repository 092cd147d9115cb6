"""Answering with a paper: a PDF that the browser shows, under a name of its own."""

from __future__ import annotations

from flask import Response

from crm.selling.parties import payment_terms

__all__ = ["inline_pdf", "payment_terms"]


def inline_pdf(pdf: bytes, *, name: str) -> Response:
    """Return a PDF to be shown in place; `name` is the file's, without its ending."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)
