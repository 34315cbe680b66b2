"""dcat.jsonld: read by rdflib as RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from package.metadata.described import EVIL, FULL, HOSTILE, data_files, in_json, measured, odd_folder

if TYPE_CHECKING:
    from pathlib import Path

# rdflib 7.6 warns of a class of its own that its own JSON-LD parser still uses.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def _graph(folder: Path) -> Graph:
    base = "https://data.example.org/release/dcat.jsonld"
    return Graph().parse(folder / "dcat.jsonld", format="json-ld", publicID=base)


def test_dcat_is_rdf_without_a_fault(folder: Path) -> None:
    """It is read without fetching anything; IRIs can be written, literals fit their types."""
    assert isinstance(in_json(folder, "dcat.jsonld")["@context"], dict)
    graph = _graph(folder)
    assert isomorphic(graph, Graph().parse(data=graph.serialize(format="turtle")))
    literals = [each for each in graph.objects() if isinstance(each, Literal)]
    assert not [each for each in literals if each.ill_typed]


def test_dcat_describes_every_data_file(folder: Path) -> None:
    """Each data file, and no other, is a distribution, with address, size and hash."""
    spdx = Namespace("http://spdx.org/rdf/terms#")
    graph = _graph(folder)
    [dataset] = graph.subjects(RDF.type, DCAT.Dataset)
    assert str(dataset) == "https://data.example.org/release/"
    files = measured(folder)
    found = {}
    for each in graph.objects(dataset, DCAT.distribution):
        address = str(graph.value(each, DCAT.downloadURL)).removeprefix(str(dataset))
        size = graph.value(each, DCAT.byteSize).toPython()
        hash_ = str(graph.value(graph.value(each, spdx.checksum), spdx.checksumValue)).lower()
        found[address] = (size, hash_)
        assert (each, DCTERMS.title, None) in graph
    assert found == {path: (files[path].bytes, files[path].sha256) for path in data_files(folder)}


def test_dcat_says_when_where_and_who(tmp_path: Path) -> None:
    """An open period has one end, in its own unit; people, places, licences and contacts are there."""
    graph = _graph(odd_folder(tmp_path, FULL))
    [start] = graph.objects(None, DCAT.startDate)
    assert start == Literal("2020-05", datatype=XSD.gYearMonth)
    assert not list(graph.objects(None, DCAT.endDate))
    assert {str(each) for each in graph.objects(None, FOAF.name)} >= {"Ada Lovelace", "Harbour Press"}
    assert (None, DCTERMS.license, URIRef("https://spdx.org/licenses/ODbL-1.0.html")) in graph
    assert len(list(graph.objects(None, DCTERMS.rights))) == 1
    assert len(list(graph.objects(None, DCAT.contactPoint))) == 1


def test_dcat_keeps_hostile_text(tmp_path: Path) -> None:
    """A hostile title is one literal, character for character."""
    graph = _graph(odd_folder(tmp_path, EVIL))
    [dataset] = graph.subjects(RDF.type, DCAT.Dataset)
    assert str(graph.value(dataset, DCTERMS.title)) == HOSTILE
