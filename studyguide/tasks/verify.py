"""./guide verify FILE …: which edition a file is, whether it is unchanged, and whether there is a newer one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studyguide.proof.authenticity import FileState, Verdict, verdict
from studyguide.publish.names import RELEASES
from studyguide.publish.release.index import SUMS, DigestList, IndexDamaged, read_index
from studyguide.publish.release.report import NAME
from studyguide.sources.project import ROOT
from studyguide.tasks.editing.words import reader


def main(words: Sequence[str]) -> int:
    """Print what is found of each file; returns 0 if all are unchanged, 1 if one is not, 2 if of one it cannot be told."""
    parser = reader("verify", "verify build/book.epub")
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a PDF or an EPUB, or another file of a release")
    parser.add_argument("--index", metavar="FOLDER", type=Path, help="where SHA256SUMS or build-report.json lies")
    asked = parser.parse_args(words[1:])
    found = [_told(path, asked.index) for path in asked.files]
    print("\n\n".join("\n".join(each.sentences) for each in found))
    return max((each.finding for each in found), key=lambda each: (each is FileState.CHANGED, each))


def _told(path: Path, index: Path | None) -> Verdict:
    """The verdict on a file of the disk; where it, or the index, cannot be read, why."""
    try:
        data = path.read_bytes()
        return verdict(path.name, data, listings(path, index))
    except IndexDamaged as damaged:
        return Verdict(FileState.UNKNOWN, (f"{path.name} was not compared. {damaged}",))
    except OSError as error:
        return Verdict(
            FileState.UNKNOWN, (f"{error.filename or path} cannot be read: {(error.strerror or str(error)).lower()}.",)
        )


def listings(path: Path, index: Path | None) -> tuple[DigestList, ...]:
    """What is known of published files: in the folder that was named, else beside the file and in the guide's own releases.

    Raises IndexDamaged and OSError.
    """
    if index is None:
        return (*read_index(path.parent, deep=False), *read_index(shown(ROOT / RELEASES)))
    found = read_index(index)
    if not found:
        raise IndexDamaged(f"In {index} there is neither {SUMS} nor {NAME}.")
    return found


def shown(path: Path) -> Path:
    """A path as a person reads it: from the folder that he is in, if it lies there."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
