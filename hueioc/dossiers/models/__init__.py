"""Tables of dossiers: the dossier, its papers, requests for supplements, what was said, and the numbers given out."""

from hueioc.dossiers.models.beside import Message, NumbersGiven, Paper, Supplement
from hueioc.dossiers.models.dossier import Dossier

__all__ = ["Dossier", "Message", "NumbersGiven", "Paper", "Supplement"]
