/*
 * NSS as libssl asks it by default (SSL_AuthCertificate), in the handshake of a
 * server that sends the chain (serve.h). Each chain has a process of its own,
 * as NSS remembers certificates.
 */
#include <cert.h>
#include <nspr.h>
#include <nss.h>
#include <secerr.h>
#include <ssl.h>
#include <sslexp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve.h"

#define SECONDS_MAX 20
#define HELLO_MAX 4096

void
ask_begin(const char *mode)
{
	(void)mode;
}

static PRTime
give_time(void *arg)
{
	const struct ask_chain *chain = arg;

	return (PRTime)chain->at * PR_USEC_PER_SEC;
}

static void
trust(const struct ask_der *der)
{
	SECItem item = {siDERCertBuffer, der->bytes, (unsigned)der->len};
	CERTCertificate *anchor = CERT_NewTempCertificate(
	    CERT_GetDefaultCertDB(), &item, NULL, PR_FALSE, PR_TRUE);
	CERTCertTrust flags = {0};

	CERT_DecodeTrustString(&flags, "C,,");
	if (anchor != NULL)
		CERT_ChangeCertTrust(CERT_GetDefaultCertDB(), anchor, &flags);
}

/* Over loopback, as NSS asks for the address of its peer. */
static void
open_pair(PRFileDesc *ends[2])
{
	PRFileDesc *listener = PR_OpenTCPSocket(PR_AF_INET);
	PRNetAddr address;

	PR_InitializeNetAddr(PR_IpAddrLoopback, 0, &address);
	PR_Bind(listener, &address);
	PR_Listen(listener, 1);
	PR_GetSockName(listener, &address);
	ends[0] = PR_OpenTCPSocket(PR_AF_INET);
	PR_Connect(ends[0], &address, PR_INTERVAL_NO_TIMEOUT);
	ends[1] = PR_Accept(listener, NULL, PR_INTERVAL_NO_TIMEOUT);
	PR_Close(listener);
}

static PRFileDesc *
open_client(const struct ask_chain *chain, PRFileDesc *socket)
{
	PRSocketOptionData option = {
	    .option = PR_SockOpt_Nonblocking, .value.non_blocking = PR_TRUE};
	PRFileDesc *client;

	PR_SetSocketOption(socket, &option);
	client = SSL_ImportFD(NULL, socket);
	SSL_OptionSet(client, SSL_SECURITY, PR_TRUE);
	SSL_OptionSet(client, SSL_HANDSHAKE_AS_CLIENT, PR_TRUE);
	SSL_SetTimeFunc(client, give_time, (void *)chain);
	SSL_SetURL(client, chain->name);
	SSL_ResetHandshake(client, PR_FALSE);
	return client;
}

/* Has it read all, and wants more than there is? */
static bool
is_waiting(PRFileDesc *client)
{
	PRPollDesc poll = {.fd = client, .in_flags = PR_POLL_READ};

	while (SSL_ForceHandshake(client) != SECSuccess) {
		if (PR_GetError() == PR_END_OF_FILE_ERROR)
			return true;
		if (PR_GetError() != PR_WOULD_BLOCK_ERROR)
			return false;
		PR_Poll(&poll, 1, PR_INTERVAL_NO_TIMEOUT);
	}
	return false;
}

static void
shake_hands(const struct ask_chain *chain, char *why)
{
	PRFileDesc *ends[2], *client;
	unsigned char hello[HELLO_MAX];
	struct serve_bytes answer;
	int len;

	open_pair(ends);
	client = open_client(chain, ends[0]);
	SSL_ForceHandshake(client);
	len = PR_Recv(ends[1], hello, sizeof hello, 0, PR_INTERVAL_NO_TIMEOUT);
	if (len <= 0 || !serve_tls12(chain, hello, (size_t)len, &answer)) {
		snprintf(why, ASK_WHY_MAX, "no hello");
		return;
	}
	PR_Send(
	    ends[1], answer.bytes, (int)answer.len, 0, PR_INTERVAL_NO_TIMEOUT);
	PR_Shutdown(ends[1], PR_SHUTDOWN_SEND);
	if (!is_waiting(client))
		snprintf(why, ASK_WHY_MAX, "%s", PR_ErrorToName(PR_GetError()));
}

static void
ask_here(const struct ask_chain *chain, char *why)
{
	alarm(SECONDS_MAX);
	if (NSS_NoDB_Init(NULL) != SECSuccess ||
	    NSS_SetDomesticPolicy() != SECSuccess) {
		snprintf(why, ASK_WHY_MAX, "NSS does not start");
		return;
	}
	for (size_t i = 0; i < chain->anchor_count; i++)
		trust(&chain->anchors[i]);
	shake_hands(chain, why);
}

bool
ask_stack(
    const struct ask_chain *chain, const char *mode, char why[ASK_WHY_MAX])
{
	int ends[2], status;
	ssize_t len;
	pid_t child;

	(void)mode;
	if (pipe(ends) != 0)
		return false;
	fflush(stdout);
	child = fork();
	if (child == 0) {
		ask_here(chain, why);
		_exit(write(ends[1], why, strlen(why)) < 0 || why[0] != '\0');
	}
	close(ends[1]);
	len = read(ends[0], why, ASK_WHY_MAX - 1);
	why[len < 0 ? 0 : len] = '\0';
	close(ends[0]);
	waitpid(child, &status, 0);
	if (WIFSIGNALED(status))
		snprintf(why, ASK_WHY_MAX, "signal %d", WTERMSIG(status));
	return status == 0;
}
