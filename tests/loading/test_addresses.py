from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.errors import PackageError
from dateline.loading.web.address import Address, is_private, without_login


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "127.9.9.9",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
    ],
)
def test_private_address_is_known(number: str) -> None:
    """Addresses of this machine, link or site are private, however they are wrapped."""
    assert is_private(number)


@pytest.mark.parametrize(
    "number", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_address_is_known(number: str) -> None:
    """Addresses of the open network are not private."""
    assert not is_private(number)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://example.org", "https://example.org/"),
        ("HTTPS://Example.ORG:443/a b", "https://example.org/a%20b"),
        ("http://example.org:8080/a?b=c#d", "http://example.org:8080/a?…"),
        ("https://ada:secret@example.org/x", "https://example.org/x"),
        ("https://[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443/x"),
        ("https://bücher.example/é", "https://xn--bcher-kva.example/%C3%A9"),
        ("https://example.org./x", "https://example.org/x"),
        ("https://example.org/%7Ea", "https://example.org/%7Ea"),
    ],
)
def test_address_is_shown_without_secrets(text: str, shown: str) -> None:
    """An address is shown as it is asked for, without user, password and query."""
    assert str(Address.parse(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "https://",
        "https:///x",
        "http://a b/",
        "http://x:y/",
        "http://x\r\nHost: y/",
        "http://a\\b/",
        "ftp://x/",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    """A text that only looks like an address is refused, and nothing is asked of anybody."""
    with pytest.raises(PackageError, match="this is no address"):
        Address.parse(text)


def test_https_is_not_left() -> None:
    """A redirect from https to http is refused; the other way it is followed."""
    with pytest.raises(
        PackageError, match=r"redirects from https to http \(http://example\.org/y\), which is ref"
    ):
        Address.parse("https://example.org/x").follow("http://example.org/y")
    assert (
        str(Address.parse("http://example.org/x").follow("https://example.org/y")) == "https://example.org/y"
    )


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("/y", True),
        ("https://example.org/y", True),
        ("https://example.org:8443/y", False),
        ("https://evil.example/y", False),
        ("//evil.example/y", False),
        ("https://example.org@evil.example/y", False),
    ],
)
def test_login_stays_with_its_origin(place: str, kept: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """A redirect takes the login along to the same scheme, host and port alone."""
    found = Address.parse("https://ada:secret@example.org/x").follow(place)
    assert (found.login is not None and found.host == "example.org") is kept
    assert found.login is None or "secret" not in str(found)


@pytest.mark.parametrize(
    ("place", "above"), [("/a/b/c", "/a/b/"), ("/a/b/", "/a/"), ("/a", "/"), ("/", None), ("", None)]
)
def test_folder_above_an_address(place: str, above: str | None) -> None:
    """The folder above is that of the path; nothing lies above a host."""
    found = Address.parse(f"https://example.org{place}").above()
    assert (found and found.path) == above


@given(st.text(min_size=1, max_size=12))
def test_file_below_stays_below(name: str) -> None:
    """Whatever a file is called, its address lies below its folder, and no part of it is a query."""
    base = Address.parse("https://example.org/data")
    found = base.below(name.encode("utf-8", "replace").decode())
    assert found.path.startswith("/data/")
    assert not {*"?# \r\n"} & {*found.path}
    assert found.target == found.path
    assert found.origin == base.origin


@pytest.mark.parametrize(
    "text",
    [
        "https://ada:8080/x@y.example/",
        "https://ada:/x@y.example/",
        "https://ada:80?x@y.example/",
        "https://ada:#x@y.example/",
        "http://[::1]:80/@x",
    ],
)
def test_at_behind_a_port_is_refused(text: str) -> None:
    """It may be that of a password with a slash, `?` or `#`, to be sent to a host that is a user's name."""
    with pytest.raises(PackageError) as caught:
        Address.parse(text)
    (problem,) = caught.value.problems
    assert problem.help is not None
    assert "so is @ behind a port" in problem.help


@pytest.mark.parametrize(
    "text", ["https://x.example/@ada/1", "http://[::1]/@ada", "https://x.example:8443/%40ada"]
)
def test_at_in_another_path_is_taken(text: str) -> None:
    """Without a port there is nothing to mistake it for, and written as %40 it never is."""
    assert Address.parse(text).path.endswith(text.rpartition("/")[2])


def test_at_in_a_query_behind_a_path_is_taken() -> None:
    """A password would not have both: a query may hold an address of e-mail."""
    assert Address.parse("http://x.example:8080/?to=a@b").query == "to=a@b"


@example("/secret")
@example("8080/secret")
@given(st.text(st.characters(exclude_characters="@", codec="ascii"), min_size=6))
def test_password_is_never_shown(password: str) -> None:
    """Whatever the password, it is not in what is shown, whether the text is an address or none."""
    text = f"https://ada:{password}@xy.example/"
    try:
        shown = f"{Address.parse(text)} {Address.parse(text)!r}"
    except PackageError as error:
        shown = str(error.problems[0].file) + error.problems[0].message
    assert password not in shown
    assert without_login(text) == "https://xy.example/"
