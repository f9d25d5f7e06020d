"""The W3C Reconciliation Service API (0.2): our register as a service, and a client for any such service."""

from kg.reconcile.client import Candidate, Question, ReconcileClient
from kg.reconcile.remote import OWN, RemoteRegister
from kg.reconcile.server import make_server, serve
from kg.reconcile.service import Service

__all__ = ["OWN", "Candidate", "Question", "ReconcileClient", "RemoteRegister", "Service", "make_server", "serve"]
