"""Notices as mail servers write them, about one message of ours."""

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.axtra.test (Mail Delivery System)
To: nepasrepondre@axtra.test
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B4F1.1763/mx"

--B4F1.1763/mx
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.axtra.test. Your message could not be delivered.

--B4F1.1763/mx
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.axtra.test
X-Postfix-Queue-ID: 5C0D2
Arrival-Date: Sat, 21 Nov 2026 09:00:00 -0500 (EST)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.centre.test
Diagnostic-Code: smtp; {diagnosis}

--B4F1.1763/mx
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: AXTRA <info@axtra.test>
To: {address}
Subject: Votre inscription
Message-ID: {message_id}

--B4F1.1763/mx--
"""

EXCHANGE = """\
From: Microsoft Outlook <MicrosoftExchange329e@centre.test>
To: <info@axtra.test>
Date: Sat, 21 Nov 2026 14:00:00 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_7d3a_"
In-Reply-To: {message_id}
References: {message_id}
Subject: =?utf-8?B?Tm9uIHJlbWlzwqA6IFZvdHJlIGluc2NyaXB0aW9u?=
Auto-Submitted: auto-replied
MIME-Version: 1.0

--_7d3a_
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="_alt_"

--_alt_
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PGh0bWw+PGI+TGUgbWVzc2FnZSBu4oCZYSBwYXMgw6l0w6kgcmVtaXMuPC9iPjwvaHRtbD4=

--_alt_--

--_7d3a_
Content-Type: message/delivery-status

Reporting-MTA: dns;CENTRE-EX01.centre.local
Received-From-MTA: dns;mx.axtra.test
Arrival-Date: Sat, 21 Nov 2026 14:00:00 +0000

Final-Recipient: rfc822;{address}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {address} not found
\tby SMTP address lookup
X-Display-Name: {address}

--_7d3a_
Content-Type: message/rfc822

Received: from mx.axtra.test by CENTRE-EX01
From: AXTRA <info@axtra.test>
To: {address}
Subject: Votre inscription
Content-Type: text/plain

Bonjour

--_7d3a_--
"""

ABSENCE = """\
From: Camille Roy <camille@centre.test>
To: info@axtra.test
Subject: Absence du bureau
Auto-Submitted: auto-replied
In-Reply-To: {message_id}
Content-Type: text/plain; charset=utf-8

Je suis en vacances jusqu'au 550 5.1.1 du mois.
"""


def postfix(address, message_id, *, action="failed", status="5.1.1", diagnosis=None):
    """Postfix's own notice."""
    words = diagnosis or f"550 5.1.1 <{address}>: Recipient address rejected: User unknown in table"
    notice = POSTFIX.format(address=address, message_id=message_id, action=action, status=status, diagnosis=words)
    return notice.encode()


def exchange(address, message_id):
    """Exchange's: no Message-ID in what it returns, the diagnosis on two lines."""
    return EXCHANGE.format(address=address, message_id=message_id).replace("\n", "\r\n").encode()


def absence(message_id):
    """An automatic answer of a person: no bounce."""
    return ABSENCE.format(message_id=message_id).encode()
