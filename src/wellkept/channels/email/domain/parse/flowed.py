"""format=flowed (RFC 3676): paragraphs that were cut into lines become paragraphs again."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool) -> str:
    """The text with its flowed lines joined and space-stuffing undone; `delete_space` is the parameter DelSp=yes.

    Quoted lines are joined to nothing and keep their marks, because the marks at line starts are what tells a
    reader, and our own search for the quote, where the quotation is.
    """
    out: list[str] = []
    paragraph: list[str] = []
    for line in text.split("\n"):
        if line.startswith(">"):
            if paragraph:
                out.append("".join(paragraph))
                paragraph = []
            out.append(line.rstrip(" "))
            continue
        if line.startswith(" "):
            line = line[1:]
        if line.endswith(" ") and line != "-- ":
            paragraph.append(line[:-1] if delete_space else line)
            continue
        if line == "-- " and paragraph:
            out.append("".join(paragraph))
            paragraph = []
        out.append("".join([*paragraph, line]))
        paragraph = []
    if paragraph:
        out.append("".join(paragraph))
    return "\n".join(out)
