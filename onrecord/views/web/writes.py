"""The addresses that change the record; each asks for the token, the guard for all else."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
