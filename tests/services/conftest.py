"""Shared by the tests of what runs around iepkit: they drive a browser too."""

from tests.browser.conftest import chromium

__all__ = ["chromium"]
