"""Tables of dossiers: the dossier, its papers and files, requests for supplements, what was said, numbers given."""

from hueioc.dossiers.models.beside import DossierFile, HeldFile, IndexFigure, Message, NumbersGiven, Paper, Supplement
from hueioc.dossiers.models.dossier import Dossier

__all__ = ["Dossier", "DossierFile", "HeldFile", "IndexFigure", "Message", "NumbersGiven", "Paper", "Supplement"]
