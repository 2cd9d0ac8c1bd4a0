"""The formulas of a spec, read by the grammar that reads students' (`grader.core.formula`), and their domains."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core.formula.domains import FORMS, Domain, names_of, parse_domain, size_fault
from grader.core.formula.names import canonical_name
from grader.core.formula.parser import parse
from grader.core.formula.tree import FormulaError
from grader.spec.document import Document, Place
from grader.spec.nearest import nearest


def read_domains(document: Document, place: Place, where: Mapping[str, object]) -> dict[str, str]:
    """The domains of `where` as texts, after reports of what is wrong with them."""
    texts = domain_texts(where)
    domains: dict[str, Domain] = {}
    for name, text in texts.items():
        canonical = canonical_name(name)
        if canonical is None:
            hint = "a letter or word, with subscripts: n_in, h_{t-1}"
            document.report_key((*place, name), f"`{name}` is no name of a variable", hint)
        elif canonical in domains:
            hint = "underscores and braces make no difference"
            document.report_key((*place, name), f"`{name}` is there already, written in another way", hint)
        try:
            domains[canonical or name] = parse_domain(text)
        except FormulaError as error:
            document.report((*place, name), error.what.en, nearest(text, FORMS, "one of"))
    fault = size_fault(domains)
    if fault is not None and len(domains) == len(texts):
        document.report(place, fault.what.en, fault.hint.en)
    return texts


def check_formula(document: Document, place: Place, text: str, where: Mapping[str, str]) -> None:
    """Reports what keeps a formula from being read in one way, at its column; not what is wrong with `where`."""
    try:
        names = names_of(
            {canonical_name(name) or name: parse_domain(domain) for name, domain in where.items()}
        )
    except FormulaError:
        return
    try:
        formula = parse(text, names)
    except FormulaError as error:
        hint = error.hint.en or "formulas are written like 2/(n_in + n_out)"
        document.report_within(place, error.column, error.what.en, hint)
        return
    if len(formula.sides) > 1:
        document.report(place, "there are several equals signs", "one formula is compared")
    elif formula.is_loose:
        what = "a product without a sign follows a division, which can be read in two ways"
        document.report(place, what, "write brackets, as in 1/(2x)")


def domain_texts(where: Mapping[str, object]) -> dict[str, str]:
    """As `where` says them; `[0, 1]` may come as a YAML list."""
    return {
        name: f"[{', '.join(map(str, domain))}]" if isinstance(domain, list) else str(domain)
        for name, domain in where.items()
    }
