/*
 * A fleet on loopback that is as large as it is told to be: one listener for
 * all of 127.0.0.0/8, in which each address is a server with a certificate of
 * its own, minted when it is first asked for. For tests/scale and tests/soak.
 *
 *	fleet FOLDER PORT COUNT [WEB]
 *
 * Server i, from 0, is h<i>.fleet.test at 127.64.0.0 plus i. FOLDER/root.pem is
 * whom to trust; FOLDER/ready is there when it listens. WEB, as ADDRESS:PORT,
 *is where certificates say that more is to be had, at http://WEB/KIND/i; for
 *that, good.crl, revoked.crl and forged.crl lie in FOLDER as well. FOLDER/plan
 *says what they do, and is read again when it changes, a line each:
 *
 *	KIND FIRST COUNT
 *
 * Of lines that overlap the last counts; who is in none is well. The kinds are
 * the table below. FOLDER/stats, written every half second: "NAME VALUE" lines:
 * accepted, completed (handshakes), open, and unseen: servers of a changed plan
 * (new, bare) that nobody has looked at since.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FIRST_ADDRESS 0x7f400000u
#define COUNT_MAX 1000000
#define DAY 86400L
#define REVOKED_SERIAL 0x5000000000000000u
#define LISTED_MAX 1000 /* of the servers from the first on */
#define EVENTS 256
#define TURN_MS 100
#define PATH_LEN 512

enum kind {
	KIND_WELL,
	KIND_NEW,     /* has renewed */
	KIND_BARE,    /* has renewed, and forgot the intermediate */
	KIND_EXPIRED, /* shows one that ended */
	KIND_STRANGE, /* ... of another name */
	KIND_SILENT,  /* takes the connection and says nothing */
	KIND_RESET,   /* resets it */
	KIND_PLAIN,   /* speaks HTTP */
	KIND_NOISE,   /* sends what is no TLS, without end */
	KIND_ALERT,   /* refuses the handshake */
	KIND_HALF,    /* begins a record and never ends it */
	KIND_CHAIN,   /* sends its intermediate a hundred times */
	KIND_LACKS,   /* not its issuer, which is to be fetched from WEB */
	KIND_LISTED,  /* its revocation list is to be fetched from WEB */
	KIND_REVOKED, /* the same, and it stands there */
	KIND_ASKED,   /* WEB is its OCSP responder */
	KIND_COUNT,
};

static const char *const kind_names[KIND_COUNT] = {"well", "new", "bare",
    "expired", "strange", "silent", "reset", "plain", "noise", "alert", "half",
    "chain", "lacks", "listed", "revoked", "asked"};

enum leaf {
	LEAF_OLD,
	LEAF_NEW,
	LEAF_EXPIRED,
	LEAF_STRANGE,
	LEAF_LACKS,
	LEAF_LISTED,
	LEAF_REVOKED,
	LEAF_ASKED,
	LEAF_COUNT,
};

static const struct {
	long from_days, to_days;
	const char *zone;
	int pointer; /* the extension that names WEB; 0: none */
	const char *points_to;
} leaf_rows[LEAF_COUNT] = {
    {-40, 50, "fleet.test", 0, NULL},
    {-3, 87, "fleet.test", 0, NULL},
    {-93, -3, "fleet.test", 0, NULL},
    {-40, 50, "strange.test", 0, NULL},
    {-40, 50, "fleet.test", NID_info_access, "caIssuers;URI:http://%s/lacks/"},
    {-40, 50, "fleet.test", NID_crl_distribution_points,
	"URI:http://%s/listed/"},
    {-40, 50, "fleet.test", NID_crl_distribution_points,
	"URI:http://%s/revoked/"},
    {-40, 50, "fleet.test", NID_info_access, "OCSP;URI:http://%s/asked/"},
};

struct der {
	uint8_t *bytes;
	int len;
};

struct server {
	struct der leaves[LEAF_COUNT];
	uint8_t kind;
	bool is_seen; /* since the plan was read */
};

struct connection {
	struct server *server;
	SSL *ssl; /* NULL: it is none that speaks TLS */
	int fd;
	bool is_completed;
};

static struct {
	const char *folder, *web;
	struct server *servers;
	size_t count;
	int port, epoll, listener;
	SSL_CTX *ctx;
	X509 *root, *intermediate, *hidden; /* that one is never sent */
	EVP_PKEY *root_key, *intermediate_key, *hidden_key, *keys[LEAF_COUNT];
	struct timespec plan_at;
	off_t plan_len;
	unsigned long accepted, completed, open;
	uint64_t serial;
} fleet;

static volatile sig_atomic_t is_over;

static void
die(const char *what)
{
	fprintf(stderr, "fleet: %s: %s\n", what, strerror(errno));
	ERR_print_errors_fp(stderr);
	exit(1);
}

/* ---- certificates -------------------------------------------------------- */

static void
add_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX context;
	X509_EXTENSION *extension;

	X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	if (extension == NULL || X509_add_ext(cert, extension, -1) != 1)
		die(value);
	X509_EXTENSION_free(extension);
}

/* Everything but extensions and signature. */
static X509 *
begin_cert(
    const char *name, EVP_PKEY *key, X509 *issuer, long from_days, long to_days)
{
	X509 *cert = X509_new();
	X509_NAME *subject = X509_get_subject_name(cert);

	X509_set_version(cert, X509_VERSION_3);
	ASN1_INTEGER_set_uint64(
	    X509_get_serialNumber(cert), 0x4000000000000000u + ++fleet.serial);
	X509_gmtime_adj(X509_getm_notBefore(cert), from_days * DAY);
	X509_gmtime_adj(X509_getm_notAfter(cert), to_days * DAY);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
	    (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(
	    cert, issuer == NULL ? subject : X509_get_subject_name(issuer));
	X509_set_pubkey(cert, key);
	return cert;
}

static X509 *
make_ca(const char *name, EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key)
{
	X509 *cert = begin_cert(name, key, issuer, -400, 4000);

	add_extension(cert, issuer != NULL ? issuer : cert,
	    NID_basic_constraints, "critical,CA:TRUE");
	add_extension(
	    cert, cert, NID_key_usage, "critical,keyCertSign,cRLSign");
	add_extension(cert, cert, NID_subject_key_identifier, "hash");
	if (issuer != NULL)
		add_extension(
		    cert, issuer, NID_authority_key_identifier, "keyid");
	if (X509_sign(cert, issuer_key, EVP_sha256()) == 0)
		die(name);
	return cert;
}

/* Where WEB has what is missing, in the words of openssl's configuration. */
static void
add_pointer(X509 *cert, enum leaf which, ptrdiff_t number)
{
	char start[128], value[160];

	if (leaf_rows[which].pointer == 0 || fleet.web == NULL)
		return;
	snprintf(start, sizeof start, leaf_rows[which].points_to, fleet.web);
	snprintf(value, sizeof value, "%s%td", start, number);
	add_extension(
	    cert, fleet.intermediate, leaf_rows[which].pointer, value);
}

static void
make_leaf(struct server *server, enum leaf which)
{
	struct der *der = &server->leaves[which];
	X509 *issuer = which == LEAF_LACKS ? fleet.hidden : fleet.intermediate;
	char name[64], names[80];
	X509 *cert;

	snprintf(name, sizeof name, "h%td.%s", server - fleet.servers,
	    leaf_rows[which].zone);
	snprintf(names, sizeof names, "DNS:%s", name);
	cert = begin_cert(name, fleet.keys[which], issuer,
	    leaf_rows[which].from_days, leaf_rows[which].to_days);
	if (which == LEAF_REVOKED)
		ASN1_INTEGER_set_uint64(X509_get_serialNumber(cert),
		    REVOKED_SERIAL + (uint64_t)(server - fleet.servers));
	add_extension(cert, issuer, NID_basic_constraints, "CA:FALSE");
	add_extension(cert, issuer, NID_key_usage, "critical,digitalSignature");
	add_extension(cert, issuer, NID_ext_key_usage, "serverAuth");
	add_extension(cert, issuer, NID_subject_alt_name, names);
	add_extension(cert, issuer, NID_authority_key_identifier, "keyid");
	add_pointer(cert, which, server - fleet.servers);
	if (X509_sign(cert,
		which == LEAF_LACKS ? fleet.hidden_key : fleet.intermediate_key,
		EVP_sha256()) == 0)
		die(name);
	der->len = i2d_X509(cert, &der->bytes);
	X509_free(cert);
}

static void
add_list_extensions(X509_CRL *list)
{
	X509V3_CTX context;
	X509_EXTENSION *extension;
	ASN1_INTEGER *number = ASN1_INTEGER_new();

	X509V3_set_ctx(&context, fleet.intermediate, NULL, NULL, list, 0);
	extension = X509V3_EXT_conf_nid(
	    NULL, &context, NID_authority_key_identifier, "keyid");
	ASN1_INTEGER_set(number, 1);
	if (extension == NULL || X509_CRL_add_ext(list, extension, -1) != 1 ||
	    X509_CRL_add1_ext_i2d(list, NID_crl_number, number, 0, 0) != 1)
		die("list");
	X509_EXTENSION_free(extension);
	ASN1_INTEGER_free(number);
}

/* A list of the intermediate, that revokes so many of the servers' own. */
static void
write_list(const char *name, size_t revoked, EVP_PKEY *key)
{
	X509_CRL *list = X509_CRL_new();
	ASN1_TIME *at = X509_gmtime_adj(NULL, -2 * DAY);
	char path[PATH_LEN];
	FILE *file;

	X509_CRL_set_version(list, X509_CRL_VERSION_2);
	X509_CRL_set_issuer_name(
	    list, X509_get_subject_name(fleet.intermediate));
	X509_CRL_set1_lastUpdate(list, at);
	for (size_t i = 0; i < revoked; i++) {
		X509_REVOKED *entry = X509_REVOKED_new();
		ASN1_INTEGER *serial = ASN1_INTEGER_new();

		ASN1_INTEGER_set_uint64(serial, REVOKED_SERIAL + i);
		X509_REVOKED_set_serialNumber(entry, serial);
		X509_REVOKED_set_revocationDate(entry, at);
		ASN1_INTEGER_free(serial);
		X509_CRL_add0_revoked(list, entry);
	}
	X509_gmtime_adj(at, 30 * DAY);
	X509_CRL_set1_nextUpdate(list, at);
	ASN1_TIME_free(at);
	add_list_extensions(list);
	X509_CRL_sort(list);
	snprintf(path, sizeof path, "%s/%s", fleet.folder, name);
	file = fopen(path, "w");
	if (X509_CRL_sign(list, key, EVP_sha256()) == 0 || file == NULL ||
	    i2d_X509_CRL_fp(file, list) != 1)
		die(path);
	fclose(file);
	X509_CRL_free(list);
}

static enum leaf
leaf_of(enum kind kind)
{
	switch (kind) {
	case KIND_NEW:
	case KIND_BARE: return LEAF_NEW;
	case KIND_EXPIRED: return LEAF_EXPIRED;
	case KIND_STRANGE: return LEAF_STRANGE;
	case KIND_LACKS: return LEAF_LACKS;
	case KIND_LISTED: return LEAF_LISTED;
	case KIND_REVOKED: return LEAF_REVOKED;
	case KIND_ASKED: return LEAF_ASKED;
	case KIND_WELL:
	case KIND_SILENT:
	case KIND_RESET:
	case KIND_PLAIN:
	case KIND_NOISE:
	case KIND_ALERT:
	case KIND_HALF:
	case KIND_CHAIN:
	case KIND_COUNT: break;
	}
	return LEAF_OLD;
}

/* What it shows is chosen by the address that was dialled. */
static int
choose(SSL *ssl, void *unused)
{
	struct connection *connection = SSL_get_app_data(ssl);
	struct server *server = connection->server;
	enum leaf which = leaf_of((enum kind)server->kind);
	bool is_bare = server->kind == KIND_BARE || server->kind == KIND_LACKS;
	int copies = is_bare ? 0 : server->kind == KIND_CHAIN ? 100 : 1;
	const unsigned char *bytes;
	X509 *leaf;

	(void)unused;
	if (server->leaves[which].bytes == NULL)
		make_leaf(server, which);
	bytes = server->leaves[which].bytes;
	leaf = d2i_X509(NULL, &bytes, server->leaves[which].len);
	if (leaf == NULL || SSL_use_certificate(ssl, leaf) != 1 ||
	    SSL_use_PrivateKey(ssl, fleet.keys[which]) != 1)
		return 0;
	X509_free(leaf);
	SSL_clear_chain_certs(ssl);
	while (copies-- > 0)
		SSL_add1_chain_cert(ssl, fleet.intermediate);
	return 1;
}

static void
make_certificates(void)
{
	char path[PATH_LEN];
	FILE *file;

	fleet.root_key = EVP_EC_gen("P-256");
	fleet.intermediate_key = EVP_EC_gen("P-256");
	fleet.hidden_key = EVP_EC_gen("P-256");
	for (int i = 0; i < LEAF_COUNT; i++)
		fleet.keys[i] = EVP_EC_gen("P-256");
	fleet.root =
	    make_ca("Fleet Root", fleet.root_key, NULL, fleet.root_key);
	fleet.intermediate = make_ca("Fleet Issuing CA", fleet.intermediate_key,
	    fleet.root, fleet.root_key);
	fleet.hidden = make_ca(
	    "Fleet Hidden CA", fleet.hidden_key, fleet.root, fleet.root_key);
	write_list("good.crl", 0, fleet.intermediate_key);
	write_list("revoked.crl", LISTED_MAX, fleet.intermediate_key);
	write_list("forged.crl", LISTED_MAX, fleet.hidden_key);
	snprintf(path, sizeof path, "%s/root.pem", fleet.folder);
	file = fopen(path, "w");
	if (file == NULL || PEM_write_X509(file, fleet.root) != 1)
		die(path);
	fclose(file);
	fleet.ctx = SSL_CTX_new(TLS_server_method());
	SSL_CTX_set_num_tickets(fleet.ctx, 0);
	SSL_CTX_set_session_cache_mode(fleet.ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_cert_cb(fleet.ctx, choose, NULL);
}

/* ---- the plan, and what came of it --------------------------------------- */

static void
follow(const char *kind, unsigned long first, unsigned long count)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		if (strcmp(kind, kind_names[k]) != 0)
			continue;
		for (unsigned long i = first;
		     i < first + count && i < fleet.count; i++)
			fleet.servers[i].kind = (uint8_t)k;
		return;
	}
	fprintf(stderr, "fleet: no such kind: %s\n", kind);
}

static void
read_plan(void)
{
	char path[PATH_LEN], kind[32];
	unsigned long first, count;
	struct stat now;
	FILE *file;

	snprintf(path, sizeof path, "%s/plan", fleet.folder);
	if (stat(path, &now) != 0 ||
	    (now.st_size == fleet.plan_len &&
		now.st_mtim.tv_sec == fleet.plan_at.tv_sec &&
		now.st_mtim.tv_nsec == fleet.plan_at.tv_nsec))
		return;
	file = fopen(path, "r");
	if (file == NULL)
		return;
	fleet.plan_at = now.st_mtim;
	fleet.plan_len = now.st_size;
	for (size_t i = 0; i < fleet.count; i++) {
		fleet.servers[i].kind = KIND_WELL;
		fleet.servers[i].is_seen = false;
	}
	while (fscanf(file, "%31s %lu %lu", kind, &first, &count) == 3)
		follow(kind, first, count);
	fclose(file);
}

static void
write_stats(void)
{
	char path[PATH_LEN], fresh[PATH_LEN];
	unsigned long unseen = 0;
	FILE *file;

	for (size_t i = 0; i < fleet.count; i++)
		unseen += !fleet.servers[i].is_seen &&
		    (fleet.servers[i].kind == KIND_NEW ||
			fleet.servers[i].kind == KIND_BARE);
	snprintf(path, sizeof path, "%s/stats", fleet.folder);
	snprintf(fresh, sizeof fresh, "%s/stats.new", fleet.folder);
	file = fopen(fresh, "w");
	if (file == NULL)
		return;
	fprintf(file, "accepted %lu\ncompleted %lu\nopen %lu\nunseen %lu\n",
	    fleet.accepted, fleet.completed, fleet.open, unseen);
	fclose(file);
	rename(fresh, path);
}

/* ---- connections --------------------------------------------------------- */

static void
end(struct connection *connection)
{
	SSL_free(connection->ssl);
	close(connection->fd);
	free(connection);
	fleet.open--;
}

static void
say(int fd, const char *bytes, size_t len)
{
	ssize_t unused = send(fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT);

	(void)unused;
}

/* Those that speak no TLS: what is said at once. */
static void
greet(struct connection *connection)
{
	static const char http[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
	static const char alert[] = {21, 3, 3, 0, 2, 2, 40};
	static const char half[] = {22, 3, 3, 64, 0, 2, 0, 0, 118, 3, 3};

	switch ((enum kind)connection->server->kind) {
	case KIND_PLAIN: say(connection->fd, http, sizeof http - 1); break;
	case KIND_ALERT: say(connection->fd, alert, sizeof alert); break;
	case KIND_HALF: say(connection->fd, half, sizeof half); break;
	case KIND_WELL:
	case KIND_NEW:
	case KIND_BARE:
	case KIND_EXPIRED:
	case KIND_STRANGE:
	case KIND_SILENT:
	case KIND_RESET:
	case KIND_NOISE:
	case KIND_CHAIN:
	case KIND_LACKS:
	case KIND_LISTED:
	case KIND_REVOKED:
	case KIND_ASKED:
	case KIND_COUNT: break;
	}
}

static bool
speaks_tls(enum kind kind)
{
	return kind < KIND_SILENT || kind >= KIND_CHAIN;
}

/* The server that was dialled; NULL: none. */
static struct server *
dialled(int fd)
{
	struct sockaddr_in at;
	socklen_t len = sizeof at;
	uint32_t number;

	if (getsockname(fd, (struct sockaddr *)&at, &len) != 0)
		return NULL;
	number = ntohl(at.sin_addr.s_addr) - FIRST_ADDRESS;
	return number < fleet.count ? &fleet.servers[number] : NULL;
}

static void
take(int fd)
{
	const struct linger at_once = {.l_onoff = 1};
	struct server *server = dialled(fd);
	struct connection *connection;
	struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP};

	fleet.accepted++;
	if (server == NULL || server->kind == KIND_RESET) {
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
		close(fd);
		return;
	}
	connection = calloc(1, sizeof *connection);
	if (connection == NULL)
		abort();
	connection->fd = fd;
	connection->server = server;
	if (speaks_tls((enum kind)server->kind)) {
		connection->ssl = SSL_new(fleet.ctx);
		SSL_set_app_data(connection->ssl, connection);
		SSL_set_fd(connection->ssl, fd);
		SSL_set_accept_state(connection->ssl);
	} else {
		greet(connection);
	}
	if (server->kind == KIND_NOISE)
		event.events |= EPOLLOUT;
	event.data.ptr = connection;
	if (epoll_ctl(fleet.epoll, EPOLL_CTL_ADD, fd, &event) != 0)
		die("epoll_ctl");
	fleet.open++;
}

static void
accept_all(void)
{
	int fd;

	while ((fd = accept4(fleet.listener, NULL, NULL,
		    SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
		take(fd);
}

/* false: it is over. */
static bool
go_on(struct connection *connection, uint32_t events)
{
	char bytes[4096];
	ssize_t len;

	if (connection->ssl != NULL && !connection->is_completed) {
		int code = SSL_do_handshake(connection->ssl);

		if (code != 1) {
			code = SSL_get_error(connection->ssl, code);
			ERR_clear_error();
			return code == SSL_ERROR_WANT_READ ||
			    code == SSL_ERROR_WANT_WRITE;
		}
		connection->is_completed = true;
		connection->server->is_seen = true;
		fleet.completed++;
		return true;
	}
	if ((events & EPOLLOUT) != 0) {
		memset(bytes, 'x', sizeof bytes);
		say(connection->fd, bytes, sizeof bytes);
	}
	while ((len = recv(connection->fd, bytes, sizeof bytes, 0)) > 0)
		;
	return len < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

static void
listen_at(int port)
{
	const int on = 1;
	struct sockaddr_in any = {
	    .sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	struct epoll_event event = {.events = EPOLLIN};

	fleet.epoll = epoll_create1(EPOLL_CLOEXEC);
	fleet.listener =
	    socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	setsockopt(fleet.listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	/* All addresses, but of loopback only. */
	if (setsockopt(fleet.listener, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3) !=
		0 ||
	    bind(fleet.listener, (struct sockaddr *)&any, sizeof any) != 0 ||
	    listen(fleet.listener, 4096) != 0 ||
	    epoll_ctl(fleet.epoll, EPOLL_CTL_ADD, fleet.listener, &event) != 0)
		die("listen");
}

static void
on_signal(int unused)
{
	(void)unused;
	is_over = 1;
}

static long
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

static void
serve(void)
{
	struct epoll_event events[EVENTS];
	long told_at = 0;

	while (!is_over) {
		int count = epoll_wait(fleet.epoll, events, EVENTS, TURN_MS);

		for (int i = 0; i < count; i++) {
			struct connection *connection = events[i].data.ptr;

			if (connection == NULL)
				accept_all();
			else if (!go_on(connection, events[i].events))
				end(connection);
		}
		if (now_ms() - told_at < 500)
			continue;
		told_at = now_ms();
		read_plan();
		write_stats();
	}
}

int
main(int argc, char **argv)
{
	char path[PATH_LEN];
	int ready;

	if (argc != 4 && argc != 5) {
		fprintf(stderr, "usage: fleet FOLDER PORT COUNT [WEB]\n");
		return 2;
	}
	fleet.folder = argv[1];
	fleet.web = argv[4];
	fleet.port = (int)strtol(argv[2], NULL, 10);
	fleet.count = strtoul(argv[3], NULL, 10);
	if (fleet.count == 0 || fleet.count > COUNT_MAX)
		die("COUNT");
	fleet.servers = calloc(fleet.count, sizeof *fleet.servers);
	if (fleet.servers == NULL)
		die("COUNT");
	signal(SIGTERM, on_signal);
	signal(SIGINT, on_signal);
	signal(SIGPIPE, SIG_IGN);
	make_certificates();
	read_plan();
	listen_at(fleet.port);
	write_stats();
	snprintf(path, sizeof path, "%s/ready", fleet.folder);
	ready = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	if (ready < 0)
		die(path);
	close(ready);
	serve();
	return 0;
}
