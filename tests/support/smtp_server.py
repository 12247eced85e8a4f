"""A real mail server (aiosmtpd) that answers what a test wants. One command a line on stdin, one JSON line back on stdout.

usage: smtp_server.py CERTIFICATE KEY
  set STAGE REPLY   from now on STAGE (auth, mail, rcpt, data) is answered so; "set lost keep" keeps a letter and hangs up without a word
  clear             ordinary answers again
  hang_up           closes the connections that are open
  letters           what arrived, read by Python's email package
  counts            connections and sign-ins so far

Signs in: gavel with swordfish, or the token good-token. Wants TLS before anything.
"""

import asyncio
import base64
import email
import email.policy
import json
import logging
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

logging.disable()  # what tests do to it on purpose is no news
warnings.simplefilter("ignore")

script, letters, open_servers = {}, [], []
counts = {"connections": 0, "sign_ins": 0}


def parsed(envelope):
    raw = envelope.original_content
    message = email.message_from_bytes(raw, policy=email.policy.default)
    parts = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
    defects = [str(d) for part in message.walk() for d in part.defects]
    defects += [str(d) for value in message.values() for d in value.defects]
    if any(len(line) > 78 for line in raw.split(b"\r\n") if b"http" not in line):
        defects.append("a long line")
    if b"\n" in raw.replace(b"\r\n", b"") or not raw.isascii():
        defects.append("bare line ends or eight-bit characters")
    names = [name.lower() for name in message.keys()]
    defects += [f"{name} twice" for name in set(names) if names.count(name) > 1]
    return {
        "sender": envelope.mail_from,
        "recipients": envelope.rcpt_tos,
        "headers": {name.lower(): str(value) for name, value in message.items()},
        "type": message.get_content_type(),
        "text": parts.get("text/plain", ""),
        "html": parts.get("text/html", ""),
        "defects": defects,
    }


class Answers:
    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        counts["hello"] = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if "mail" in script:
            return script["mail"]
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if "rcpt" in script:
            return script["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        if "data" in script:
            return script["data"]
        letters.append(parsed(envelope))
        if "lost" in script:
            server.transport.abort()
        return "250 2.0.0 OK"

    async def auth_XOAUTH2(self, server, args):
        return await self.bearer(server, args, b"user=gavel\x01auth=Bearer good-token\x01\x01")

    async def auth_OAUTHBEARER(self, server, args):
        return await self.bearer(server, args, None)

    async def bearer(self, server, args, expected):
        counts["sign_ins"] += 1
        counts["mechanism"] = args[0]
        if "auth" in script:
            await server.push(script["auth"])
            return AuthResult(success=False, handled=True)
        given = base64.b64decode(args[1])
        if given == expected or (expected is None and given.endswith(b"\x01auth=Bearer good-token\x01\x01")):
            return AuthResult(success=True, auth_data="gavel")
        await server.push("334 " + base64.b64encode(b'{"status":"401","schemes":"Bearer"}').decode())
        await server._reader.readline()
        await server.push("535 5.7.8 https://support.google.com/mail/?p=BadCredentials")
        return AuthResult(success=False, handled=True)


def authenticate(server, session, envelope, mechanism, data):
    counts["sign_ins"] += 1
    counts["mechanism"] = mechanism
    if "auth" in script:
        return AuthResult(success=False, handled=False, message=script["auth"])
    if data.login == b"gavel" and data.password == b"swordfish":
        return AuthResult(success=True, auth_data="gavel")
    return AuthResult(success=False, handled=False, message="535-5.7.8 Username and Password not accepted.\r\n535 5.7.8 Learn more")


def server_of(**options):
    counts["connections"] += 1
    made = SMTP(Answers(), enable_SMTPUTF8=False, authenticator=authenticate, auth_required=True, auth_exclude_mechanism=["LOGIN"], **options)
    open_servers.append(made)
    return made


async def obey():
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode().rstrip("\n"):
        verb, _, rest = line.partition(" ")
        answer = "done"
        if verb == "set":
            stage, _, reply = rest.partition(" ")
            script[stage] = reply.replace("|", "\r\n")
        elif verb == "clear":
            script.clear()
        elif verb == "hang_up":
            for each in open_servers:
                if each.transport:
                    each.transport.abort()
            open_servers.clear()
        elif verb == "letters":
            answer = letters
        elif verb == "counts":
            answer = counts
        print(json.dumps(answer), flush=True)


async def main(certificate, key):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    loop = asyncio.get_running_loop()
    plain = await loop.create_server(lambda: server_of(tls_context=context, require_starttls=True, auth_require_tls=True), "127.0.0.1", 0)
    tls = await loop.create_server(lambda: server_of(auth_require_tls=False), "127.0.0.1", 0, ssl=context)
    print(json.dumps({"starttls": plain.sockets[0].getsockname()[1], "tls": tls.sockets[0].getsockname()[1]}), flush=True)
    await obey()


asyncio.run(main(sys.argv[1], sys.argv[2]))
