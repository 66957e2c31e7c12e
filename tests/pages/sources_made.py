"""Archives, feeds and messages made of invented pages: what tests of several rooms read."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile

STORY = """Envoys meet on Saturday, says Berg

TORHAVEN, May 3, 2031. /NNA/. "We will sign nothing before the bridge is open," Foreign Minister
Anna Berg said on Saturday.

The envoys of Norland and Sudria are to meet in Torhaven on May 12, she told reporters.
"""
HTML = """<!doctype html><html lang="en"><head><title>Ministers meet</title></head><body>
<nav><a href="/">Home</a></nav><article><h1>Ministers meet in Torhaven</h1>
<p>The foreign ministers of Norland &amp; Sudria met in Torhaven on May 12, 2031, and talked for
three hours about the border between the two countries.</p>
<p>&ldquo;We came with an <b>open</b> mind,&rdquo; Foreign Minister Anna Berg said after the talks.
She thanked the city of Torhaven for its patience with the motorcade.</p></article></body></html>
"""
PLACE = "https://courier.example/2031/05/13/ministers-meet.html"


def http(
    body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", **more: str
) -> bytes:
    """An HTTP answer."""
    heads = [f"HTTP/1.1 {status}", f"Content-Type: {kind}"]
    heads += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return "\r\n".join(heads).encode() + b"\r\n\r\n" + body


def warc(*records: tuple[str, str, bytes], packed: bool = False) -> bytes:
    """A web archive of (type, address, block) records."""
    out = b""
    for kind, address, block in records:
        type_ = "application/http; msgtype=response" if block.startswith(b"HTTP/") else "text/html"
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
            "WARC-Record-ID: <urn:uuid:6e9aaf2b-4f3b-4c1f-8f60-0d1a2b3c4d5e>\r\n"
            f"WARC-Date: 2031-05-14T06:07:08Z\r\nContent-Type: {type_}\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        )
        record = head.encode() + block + b"\r\n\r\n"
        out += gzip.compress(record, mtime=0) if packed else record
    return out


def rss(*items: str, title: str = "Brink Courier") -> bytes:
    """An RSS feed of items given as XML."""
    inner = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><language>en-gb</language>{inner}</channel></rss>"
    ).encode()


ITEM = f"""<title>Ministers &amp; envoys meet</title><link>{PLACE}</link>
<pubDate>Tue, 13 May 2031 08:00:00 GMT</pubDate>
<description>&lt;p&gt;The foreign ministers of Norland &amp;amp; Sudria met in Torhaven on Monday.
&lt;/p&gt;&lt;p&gt;"We came with an open mind," Foreign Minister Anna Berg said.&lt;/p&gt;
</description>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Sudria Today</title><entry><title>Berg flies home</title>
<link rel="alternate" href="{PLACE}"/><published>2031-05-14T07:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Foreign Minister Anna Berg said
on Tuesday that she would fly home.</p></div></content></entry></feed>""".encode()


def jsonl(*rows: object) -> bytes:
    """JSON, one value a line."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


EML = """From: Press office <press@norland.example>
To: desk@courier.example
Subject: =?utf-8?q?Statement_by_Minister_B=C3=B6rg?=
Date: Sun, 4 May 2031 10:00:00 +0200
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="cut"

--cut
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Foreign Minister Anna B=F6rg said on Saturday that the bridge would stay closed=
 for a week.

--cut--
"""


def mhtml(html: str = HTML) -> bytes:
    """A page as browsers save it in one file."""
    body = base64.encodebytes(html.encode()).decode()
    return (
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: " + PLACE + "\r\n"
        "Subject: Ministers meet\r\nDate: Wed, 14 May 2031 09:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="cut"\r\n\r\n--cut\r\n'
        "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: {PLACE}\r\n\r\n{body}\r\n--cut\r\n"
        "Content-Type: image/png\r\n\r\nx\r\n--cut--\r\n"
    ).encode()


def pdf(*sheets: list[str]) -> bytes:
    """A PDF with one line of text a string."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(sheets)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for i, lines in enumerate(sheets):
        shown = "".join(
            f"({line.replace('(', '').replace(')', '')}) Tj 0 -14 Td " for line in lines
        )
        stream = f"BT /F1 11 Tf 60 780 Td {shown} ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF".encode()
    return out


def zipped(**members: bytes) -> bytes:
    """A ZIP of members; `__` in a name stands for a dot, `___` for a slash."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("___", "/").replace("__", "."), data)
    return held.getvalue()
