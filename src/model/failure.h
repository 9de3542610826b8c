/*
 * Every way a conversation can end badly, by stage: data that travels to the
 * report, never a log line below. Each names the finding it becomes.
 */
#pragma once

#include <stdbool.h>
#include "model/finding.h"

enum failure {
	FAILURE_NONE,
	/* resolve */
	FAILURE_RESOLVE_TIMEOUT,
	FAILURE_RESOLVE_NO_NAME,    /* NXDOMAIN */
	FAILURE_RESOLVE_NO_ADDRESS, /* the name exists, without A or AAAA */
	FAILURE_RESOLVE_REFUSED,    /* SERVFAIL, REFUSED, bogus, no server */
	/* dial */
	FAILURE_CONNECT_REFUSED,
	FAILURE_CONNECT_TIMEOUT,
	FAILURE_CONNECT_RESET,
	FAILURE_UNREACHABLE,   /* no route, network or host unreachable */
	FAILURE_CONNECT_OTHER, /* local trouble: descriptors, permission */
	/* proxy */
	FAILURE_PROXY_UNREACHABLE, /* its name or its address leads nowhere */
	FAILURE_PROXY_CREDENTIALS, /* missing, or not taken: 407 and its like */
	FAILURE_PROXY_REFUSED,	   /* by words or code of the proxy */
	FAILURE_PROXY_GARBAGE,	   /* what answers is no such proxy */
	FAILURE_PROXY_TOO_LONG,
	FAILURE_PROXY_TIMEOUT,
	FAILURE_PROXY_CLOSED,
	/* STARTTLS */
	FAILURE_STARTTLS_WRONG_PROTOCOL, /* something else answers */
	FAILURE_STARTTLS_ALREADY_TLS,	 /* TLS from the first byte */
	FAILURE_STARTTLS_NOT_OFFERED,
	FAILURE_STARTTLS_REFUSED,  /* by words or code of the server */
	FAILURE_STARTTLS_TOO_LONG, /* a line, or all of it, beyond our limit */
	FAILURE_STARTTLS_TIMEOUT,
	FAILURE_STARTTLS_CLOSED, /* end of stream before TLS began */
	FAILURE_STARTTLS_RESET,
	FAILURE_STARTTLS_INJECTION, /* bytes in the clear where TLS begins */
	/* handshake */
	FAILURE_NOT_TLS,	    /* something else answered */
	FAILURE_HANDSHAKE_ALERT,    /* the server sent a fatal alert */
	FAILURE_HANDSHAKE_PROTOCOL, /* version, cipher or group: nothing shared
				     */
	FAILURE_HANDSHAKE_TIMEOUT,
	FAILURE_HANDSHAKE_RESET,
	FAILURE_CLOSED_EARLY, /* end of stream before the handshake ended */
	FAILURE_HANDSHAKE_SIGNATURE, /* no proof that it holds its key */
	FAILURE_HANDSHAKE_MALFORMED, /* a message libssl could not read */
	FAILURE_TOO_LARGE, /* a message, or all of them, beyond our limit */
	FAILURE_HANDSHAKE_OTHER,
	/* a file on disk */
	FAILURE_FILE_UNREADABLE, /* it, or its key; also: not in time */
	FAILURE_FILE_NO_CERTIFICATE,
	FAILURE_COUNT,
};

const char *failure_text(enum failure failure);
/* FAILURE_NONE for a text that is none of them. */
enum failure failure_of_text(const char *text);
/* What it is to people: FINDING_CONNECT_REFUSED and so on; FINDING_COUNT for
 * FAILURE_NONE. */
enum finding_code failure_finding(enum failure failure);
/* The server, once spoken to, would not go on: by an alert, or by hanging up,
 * as some do who have nothing to show on the terms they were given. */
bool failure_is_refusal(enum failure failure);
/* Resolve and dial: nothing of the chain can have been seen. */
bool failure_is_reachability(enum failure failure);
