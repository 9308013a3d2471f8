"""Sending a form as no browser would: every byte of names and types arrives as it is."""

from tests.hostile.photos import File

MARK = b"----as-it-is-5c1b"


def send(client, path: str, fields: dict[str, str | bytes], files: dict[str, File]):
    """Post a form with files, unquoted and unchecked; return the response."""
    parts = []
    for name, value in fields.items():
        content = value if isinstance(value, bytes) else str(value).encode()
        parts.append(b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (name.encode(), content))
    for name, file in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file.name}"\r\nContent-Type: '
        parts.append(head.encode() + file.content_type.encode() + b"\r\n\r\n" + file.data)
    body = b"".join(b"--%s\r\n%s\r\n" % (MARK, part) for part in parts) + b"--%s--\r\n" % MARK
    return client.post(path, body, content_type=f"multipart/form-data; boundary={MARK.decode()}")
