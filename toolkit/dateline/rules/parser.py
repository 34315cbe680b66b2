"""The grammar of SQL boolean expressions, and its parser.

or         = and {OR and}
and        = not {AND not}
not        = NOT not | predicate
predicate  = sum [sign sum | IS [NOT] NULL | [NOT] IN (list) | [NOT] LIKE text
                  | [NOT] BETWEEN sum AND sum]
sum        = product {(+ | - | ||) product}
product    = unary {(* | / | %) unary}
unary      = (+ | -) unary | primary
primary    = number | 'text' | TRUE | FALSE | NULL | DATE 'text' | TIME 'text'
           | TIMESTAMP 'text' | field | "field" | function(list) | (or)
           | CASE [or] WHEN or THEN or … [ELSE or] END
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from dateline.document import did_you_mean, quoted
from dateline.rules import terms
from dateline.rules.functions import FUNCTIONS, call, case
from dateline.rules.terms import COMPARISONS, Kind, Term
from dateline.rules.tokens import KEYWORDS, PREDICATES, ExpressionError, Token, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

MAX_DEPTH = 40
"""Nesting beyond this is refused."""
MAX_SIZE = 20_000
"""Fields and literals in the Polars expression, at most: a remainder takes its parts several times."""
MAX_OPERATORS = 150
"""Operators in an expression, at most: Polars' time to plan grows with the cube of their number."""
_TYPED = {"DATE": Kind.DATE, "TIME": Kind.TIME, "TIMESTAMP": Kind.MOMENT}
_CONSTANTS: dict[str, Callable[[], Term]] = {
    "TRUE": partial(terms.truth, value=True),
    "FALSE": partial(terms.truth, value=False),
    "NULL": terms.nothing,
}
_OR, _AND, _NOT, _PREDICATE, _SUM, _PRODUCT, _UNARY = range(1, 8)
_BINDING = {
    "OR": _OR,
    "AND": _AND,
    **dict.fromkeys((*COMPARISONS, *PREDICATES), _PREDICATE),
    **dict.fromkeys(("+", "-", "||"), _SUM),
    **dict.fromkeys(("*", "/", "%"), _PRODUCT),
}
"""How strongly each operator holds on to what stands before it."""


def read_expression(sql: str, types: Mapping[str, pl.DataType]) -> tuple[Term, frozenset[str]]:
    """Read an expression; return its term and the fields that it names.

    Raises:
        ExpressionError: if it is outside the grammar, names an unknown field, or mixes
            kinds of values.

    """
    parser = _Parser(sql, types, list(tokens(sql)))
    term = parser.parse(0)
    if parser.next.kind != "end":
        raise parser.unexpected()
    return term, frozenset(parser.used)


@dataclass(slots=True)
class _Parser:
    """A parser by precedence: what holds stronger than `floor` belongs to the term at hand."""

    sql: str
    types: Mapping[str, pl.DataType]
    tokens: list[Token]
    at: int = 0
    depth: int = 0
    operators: int = 0
    used: set[str] = field(default_factory=set)

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.next
        self.at += token.kind != "end"
        return token

    def has(self, *words: str) -> bool:
        """Take these words or signs if they stand next."""
        there = [each.upper or each.text for each in self.tokens[self.at : self.at + len(words)]]
        plain = all(each.kind in ("word", "operator") for each in self.tokens[self.at : self.at + len(words)])
        if not plain or there != list(words):
            return False
        self.at += len(words)
        return True

    def need(self, word: str) -> None:
        if not self.has(word):
            raise self.unexpected(f"'{word}'")

    def unexpected(self, wanted: str | None = None) -> ExpressionError:
        token = self.next
        found = f"{quoted(token.text)} at character {token.start + 1}" if token.text else "the end"
        if wanted is not None:
            return ExpressionError(f"{wanted} was expected before {found}")
        if token.kind == "end":
            return ExpressionError("the expression is not complete", "something is missing at its end")
        help_ = (
            f'write "{token.text}" if the field is meant'
            if token.kind == "word" and token.text in self.types
            else None
        )
        return ExpressionError(f"{found} is not expected there", help_)

    def parse(self, floor: int) -> Term:
        """Read a term and everything that belongs to it."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(f"the expression is nested deeper than {MAX_DEPTH} levels")
        start = self.next.start
        term = self.prefix()
        while (binding := self.binding()) > floor:
            self.operators += 1
            term = self.infix(term, binding)
            term = replace(term, source=self.sql[start : self.tokens[self.at - 1].end])
            self.check_size(term)
            if binding == _PREDICATE and self.binding() == _PREDICATE:
                raise ExpressionError(
                    f"{quoted(self.next.text)} after a comparison",
                    "compare two things at a time, joined by AND",
                )
        self.depth -= 1
        return term

    def check_size(self, term: Term) -> Term:
        if term.size > MAX_SIZE or self.operators > MAX_OPERATORS:
            raise ExpressionError("the expression grows too large", "make it two rules")
        return term

    def binding(self) -> int:
        token = self.next
        return _BINDING.get(token.upper or token.text, 0) if token.kind in ("word", "operator") else 0

    def prefix(self) -> Term:
        if self.has("NOT"):
            given = self.parse(_NOT).must_be(Kind.TRUTH, "NOT")
            return replace(given, kind=Kind.TRUTH, value=given.value.not_(), literal=None, source="NOT …")
        if self.has("-"):
            return terms.negative(self.parse(_UNARY))
        if self.has("+"):
            return self.parse(_UNARY).must_be(Kind.NUMBER, "'+'")
        if self.has("("):
            term = self.parse(0)
            self.need(")")
            return term
        return self.primary()

    def primary(self) -> Term:
        token = self.take()
        if token.kind == "number":
            return terms.number(token.text)
        if token.kind == "text":
            return self.literal(token)
        if token.kind == "quoted":
            return self.field(token.text[1:-1].replace('""', '"'), quotes=True)
        if token.upper in _CONSTANTS:
            return _CONSTANTS[token.upper]()
        if token.upper == "CASE":
            return self.case()
        if token.kind == "word" and token.upper not in KEYWORDS:
            return self.named(token)
        self.at -= token.kind != "end"
        raise self.unexpected()

    def literal(self, token: Token) -> Term:
        return terms.text(token.text[1:-1].replace("''", "'"), token.text)

    def named(self, token: Token) -> Term:
        """Read what begins with a word: a date, a function or a field."""
        if token.upper in _TYPED and self.next.kind == "text":
            return terms.moment(_TYPED[token.upper], self.literal(self.take()))
        if not self.has("("):
            return self.field(token.text, quotes=False)
        if token.upper not in FUNCTIONS:
            help_ = did_you_mean(token.upper, sorted(FUNCTIONS))
            raise ExpressionError(f"there is no function {quoted(token.text)} in an expression", help_)
        args = self.listed()
        return self.check_size(call(token.upper, args, self.sql[token.start : self.tokens[self.at - 1].end]))

    def listed(self) -> list[Term]:
        """Read the rest of a list in brackets."""
        if self.has(")"):
            return []
        found = [self.parse(0)]
        while self.has(","):
            found.append(self.parse(0))
        self.need(")")
        return found

    def field(self, name: str, *, quotes: bool) -> Term:
        if name == "*" or (name.startswith("^") and name.endswith("$")):
            raise ExpressionError(f"{quoted(name)} would be read as a pattern for names")
        if name not in self.types:
            help_ = did_you_mean(name, self.types)
            if quotes and not help_.startswith("did"):
                help_ = "a text stands in single quotes"
            raise ExpressionError(f"there is no field {quoted(name)}", help_)
        self.used.add(name)
        return terms.field(name, self.types[name])

    def infix(self, left: Term, binding: int) -> Term:
        if binding == _PREDICATE:
            return self.predicate(left)
        sign = self.take()
        word = sign.upper or sign.text
        right = self.parse(binding)
        size = left.size + right.size
        if word in ("AND", "OR"):
            for each in (left, right):
                if each.literal is not None:
                    raise ExpressionError(
                        f"{each.source} joined by {word} decides all or nothing", "leave it out"
                    )
            one, other = (each.must_be(Kind.TRUTH, word).value for each in (left, right))
            return Term(Kind.TRUTH, one & other if word == "AND" else one | other, "", size=size)
        if word == "||":
            one, other = (each.must_be(Kind.TEXT, "'||'").value for each in (left, right))
            return Term(Kind.TEXT, one + other, "", size=size)
        value, whole = terms.calculate(word, left, right)
        return Term(Kind.NUMBER, value, "", whole=whole, size=size if word in "+-*" else 3 * size)

    def predicate(self, left: Term) -> Term:
        if self.has("IS", "NOT", "NULL"):
            return Term(Kind.TRUTH, left.value.is_not_null(), "", size=left.size)
        if self.has("IS", "NULL"):
            return Term(Kind.TRUTH, left.value.is_null(), "", size=left.size)
        if self.has("IS"):
            raise ExpressionError(
                "IS is followed by NULL or NOT NULL", "for truth values write = TRUE or = FALSE"
            )
        if self.next.text in COMPARISONS:
            sign = self.take().text
            right = self.parse(_PREDICATE)
            return Term(Kind.TRUTH, terms.compare(sign, left, right), "", size=left.size + right.size)
        denied = self.has("NOT")
        term = self.contained(left)
        return replace(term, value=term.value.not_()) if denied else term

    def contained(self, left: Term) -> Term:
        if self.has("IN"):
            self.need("(")
            return self.member(left)
        if self.has("BETWEEN"):
            least = self.parse(_PREDICATE)
            self.need("AND")
            most = self.parse(_PREDICATE)
            value = terms.compare(">=", left, least) & terms.compare("<=", left, most)
            return Term(Kind.TRUTH, value, "", size=2 * left.size + least.size + most.size)
        fold = self.next.upper == "ILIKE"
        if not self.has("LIKE") and not self.has("ILIKE"):
            raise self.unexpected("IN, BETWEEN or LIKE")
        return Term(Kind.TRUTH, terms.like(left, self.parse(_PREDICATE), fold=fold), "", size=left.size)

    def member(self, left: Term) -> Term:
        listed = self.listed()
        if not listed:
            raise ExpressionError("IN lists nothing")
        size = sum(each.size + left.size for each in listed)
        self.check_size(replace(left, size=size))
        return Term(Kind.TRUTH, terms.member(left, listed), "", size=size)

    def case(self) -> Term:
        """Read CASE; where no condition holds and there is no ELSE, it is unknown."""
        operand = None if self.next.upper == "WHEN" else self.parse(0)
        branches: list[tuple[Term, Term]] = []
        while self.has("WHEN"):
            condition = self.when(operand)
            self.need("THEN")
            branches.append((condition, self.parse(0)))
            self.check_size(case(branches, terms.nothing()))
        if not branches:
            raise self.unexpected("'WHEN'")
        last = self.parse(0) if self.has("ELSE") else terms.nothing()
        self.need("END")
        return self.check_size(case(branches, last))

    def when(self, operand: Term | None) -> Term:
        tested = self.parse(0)
        if operand is None and tested.literal is not None:
            raise ExpressionError(f"WHEN {tested.source} decides all or nothing", "leave it out")
        if operand is None:
            return tested.must_be(Kind.TRUTH, "WHEN")
        value = terms.compare("=", operand, tested)
        return Term(Kind.TRUTH, value, tested.source, size=operand.size + tested.size)
