/*
 * The configuration: YAML -> option structs of all the layers below. Strict:
 * every fault of the files is found at once, each with file, line, column,
 * what is wrong and what would be right. Owns all it holds.
 */
#pragma once

#include <sys/types.h>

#include "base/array.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "fetch/guard.h"
#include "incident/fleet.h"
#include "judge/judge.h"
#include "model/endpoint.h"
#include "model/silence.h"
#include "model/window.h"
#include "model/dns_service.h"
#include "model/route.h"
#include "net/http_server.h"
#include "notify/mail_options.h"
#include "notify/syslog_options.h"
#include "notify/webhook_options.h"

#define CONFIG_STATE_DIRECTORY LOCALSTATEDIR "/lib/chainwatchd"
#define CONFIG_MAX_BYTES (32u << 20)
#define CONFIG_MAX_TOTAL_BYTES (128u << 20)
#define CONFIG_MAX_FILES 1000
#define CONFIG_MAX_INCLUDE_DEPTH 8
#define CONFIG_MAX_TRUST_STORES 100
#define CONFIG_MAX_ENDPOINTS 200000
#define CONFIG_MAX_CERT_FILES 10000 /* that one pattern matches */
#define CONFIG_MAX_WEBHOOKS 16
#define CONFIG_MAX_MAILS 16
#define CONFIG_MAX_ROUTES 100
#define CONFIG_MAX_FAULTS 100 /* then "and more" */

struct config_fault {
	char *file;
	/* Faults come in the order files were read, and of places in them. */
	unsigned file_number;
	size_t offset;
	size_t line, column; /* 1-based; line 0: the file as a whole */
	char *message; /* "unknown key 'intervall'; did you mean 'interval'?" */
	char *source; /* the line itself, safe to print, to set a caret under */
	size_t caret_column, caret_len; /* cells of source; 0-based */
};

struct config_trust_store {
	char *name;
	struct texts files;  /* bundles, PKCS#12 or folders */
	struct texts places; /* of each: "file:line:column" */
	char *password_file; /* of what is PKCS#12; NULL: none */
};

/* Files of others that list endpoints: "endpoints_from". */
enum config_list_kind {
	CONFIG_LIST_PLAIN,	/* one a line */
	CONFIG_LIST_FILE_SD,	/* Prometheus: JSON or YAML */
	CONFIG_LIST_CERT_FILES, /* "files": each is an endpoint itself */
};

struct config_list {
	enum config_list_kind kind;
	char *path;	       /* or a pattern */
	struct endpoint *like; /* the settings of all in it */
	bool is_unknown;       /* a pattern whose folder could not be read */
};

/* One file of a list, as it was last read. */
struct config_list_file {
	char *path;
	size_t list; /* which one it belongs to */
	uint64_t stamp;
	bool is_broken; /* since it was read well, and that was said */
	ARRAY(struct endpoint *) endpoints;
};

/* Servers that DNS names (config_services.h), and those it named last. */
struct config_service {
	struct dns_service service;
	struct endpoint *like; /* the settings of all of them */
	ARRAY(struct dns_service_host) hosts;
	ARRAY(struct endpoint *) endpoints;
};

struct config_defaults {
	int64_t interval_s, timeout_ms;
	struct texts trust, compared;
	struct expectation *expected; /* NULL: nothing */
	struct allowed *allowed;      /* NULL: nothing */
	struct endpoint_rollout rollout;
	struct approach *approach;    /* NULL: plain */
	struct client_choice clients; /* those that matter */
	uint8_t revocation;	      /* enum revocation_mode */
	int dane; /* enum dane_wish; -1: by the kind of endpoint */
	bool is_transparency_off;
	uint8_t variants; /* looked at beside the usual one */
	int64_t variant_interval_s;
	struct thresholds thresholds;
};

/* What is older or more is deleted from the store. */
struct config_retention {
	int64_t event_age_s, history_age_s;
	unsigned event_max, history_max;
};

struct config_control {
	bool is_enabled;
	char *socket; /* NULL: in the state directory */
	mode_t mode;
	char *group; /* NULL: the daemon's own */
};

struct config_web {
	struct ip_address listen; /* family 0: nowhere */
	struct http_proxies proxies;
	struct texts hosts;
	char *url; /* NULL: not said */
	unsigned metrics_endpoints;
};

struct config_dns {
	struct texts servers; /* "address@port", as libunbound takes them */
	char *resolv_conf;    /* NULL: the system's */
	int dnssec;	      /* enum config_dnssec */
	char *trust_anchor;   /* NULL: the root's, built in */
};

enum config_dnssec { CONFIG_DNSSEC_VALIDATE, CONFIG_DNSSEC_OFF };

struct config_aia {
	bool is_enabled, is_checking_all;
	struct guard guard;
	int64_t timeout_ms;
	unsigned max_bytes;
};

#define CONFIG_REVOCATION_CRL 1u
#define CONFIG_REVOCATION_OCSP 2u

struct config_revocation {
	unsigned sources; /* of these; 0: all */
	struct guard guard;
	int64_t ocsp_timeout_ms, crl_timeout_ms;
	unsigned max_crl_bytes, max_stored_mb;
};

struct config {
	char *state_directory;
	bool has_fast_keys;   /* pki/key_library.h */
	bool has_fast_memory; /* probe/crypto_memory.h */
	struct config_retention retention;
	struct config_defaults defaults; /* endpoints have them in already */
	ARRAY(struct config_trust_store) trust_stores; /* "system" is implied */
	struct texts issuers;			       /* files or folders */
	struct config_aia aia;
	struct config_revocation revocation;
	struct config_control control;
	struct config_web web;
	struct config_dns dns;
	/* None is fine: endpoints may come later. Say so at the start. */
	ARRAY(struct endpoint *) endpoints;
	size_t own_count; /* the first of them; the others stand in lists */
	ARRAY(struct config_list) lists;
	ARRAY(struct config_service) services; /* config/config_services.h */
	ARRAY(struct config_list_file) list_files; /* config/target_lists.h */
	char *policy;	/* file of dated rules; NULL: those built in */
	char *log_list; /* of transparency logs; NULL: none */
	struct judge_options judge;
	struct fleet_options fleet;
	ARRAY(struct window *) windows; /* maintenance */
	ARRAY(struct silence *) silences;
	bool journal, stderr_lines; /* notify: */
	ARRAY(struct webhook_options) webhooks;
	ARRAY(struct mail_options) mails;
	struct routes routes;
	int64_t heartbeat_s;	       /* 0: none */
	struct syslog_options *syslog; /* notify.syslog; NULL: none */
};

struct config_faults {
	ARRAY(struct config_fault) items;
	bool has_more;
};

/* NULL when there is any fault; ret_faults is filled then. */
struct config *config_load(const char *path, struct config_faults *ret_faults);
/* For who only asks about a daemon that runs, and for a daemon that starts:
 * lists of others that are at fault (endpoints_from) are passed over, and
 * ret_faults says so although there is a configuration. */
struct config *config_load_beside(
    const char *path, struct config_faults *ret_faults);
/* The same from bytes; name stands in messages; includes are resolved beside
 * it when it is a path, refused when base_folder is NULL. For tests, fuzzers.
 */
struct config *config_parse(const char *name, const char *base_folder,
    const uint8_t *bytes, size_t len, struct config_faults *ret_faults);
void config_free(struct config *config);
CLEANUP_DEFINE(struct config, config_free)
void config_faults_clear(struct config_faults *faults);
/* "file:line:column: message" then the source line and a caret. */
void config_fault_format(struct strbuf *buf, const struct config_fault *fault);
/* "file:line:column: message" of the first; `more` goes behind it when it is
 * not the only one. */
void config_faults_error(
    const struct config_faults *faults, const char *more, struct error *err);
/* The reference of all keys: type, range, default, what each is for. */
void config_print_keys(struct strbuf *buf);
