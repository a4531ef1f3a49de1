"""The addresses at which phones in the same hall find this machine, and a QR code of one."""

from __future__ import annotations

import io
import ipaddress
import socket

import psutil
import segno

_OUR_OWN = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "tap", "wg", "utun")  # lead to no phone


def addresses() -> list[str]:
    """The machine's private IPv4 addresses, those of wifi and cable before those of virtual networks."""
    found = [
        (name.lower().startswith(_OUR_OWN), each.address)
        for name, all_of_it in psutil.net_if_addrs().items()
        for each in all_of_it
        if each.family == socket.AF_INET and _for_phones(each.address)
    ]
    return [address for _, address in sorted(found)]


def _for_phones(address: str) -> bool:
    found = ipaddress.ip_address(address)
    return found.is_private and not found.is_loopback and not found.is_link_local


def qr_text(url: str) -> str:
    """The QR code in half blocks, for a terminal; dark on light wherever it is shown."""
    out = io.StringIO()
    segno.make(url, error="m").terminal(out, compact=True, border=2)
    return out.getvalue()


def qr_svg(url: str) -> bytes:
    """The QR code as a picture for a wall: dark on light, whatever stands around it."""
    out = io.BytesIO()
    segno.make(url, error="m").save(out, kind="svg", scale=8, border=4, dark="#000", light="#fff")
    return out.getvalue()
