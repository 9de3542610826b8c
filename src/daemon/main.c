/* chainwatchd: what it is told to do, and how it ends. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "config/config_services.h"
#include "daemon/approach_watch.h"
#include "daemon/arguments.h"
#include "daemon/readable.h"
#include "daemon/web_site.h"
#include "daemon/webhooks.h"
#include "pki/crypto_error.h"
#include "probe/crypto_memory.h"

#define DESCRIPTORS_AT_LEAST 256 /* where the limit cannot be asked for */
#define FAULTS_TEXT_MAX (1u << 20)
#define DENIED_SHOWN 20

/* On a terminal, and from what runs like a command, the level prefixes of
 * sd-daemon(3) would only disturb. */
static void
write_plain(UNUSED void *arg, UNUSED enum log_level level, const char *subject,
    const char *message)
{
	fprintf(stderr, "chainwatchd: %s%s%s\n", subject == NULL ? "" : subject,
	    subject == NULL ? "" : ": ", message);
}

static void
print_faults(const struct config_faults *faults)
{
	CLEANUP(strbuf_clear)
	struct strbuf text = STRBUF_INIT(FAULTS_TEXT_MAX);

	ARRAY_EACH (fault, &faults->items)
		config_fault_format(&text, fault);
	fputs(strbuf_text(&text), stderr);
	fprintf(stderr, "%s%zu fault%s in the configuration\n",
	    faults->has_more ? "more than " : "", faults->items.len,
	    faults->items.len == 1 ? "" : "s");
}

/* A list of endpoints that others write and break keeps nobody from watching
 * the rest; who checks, or looks once, wants to hear of it. */
static bool
load(const struct arguments *arguments, struct config **ret_config,
    struct trust_stores *ret_stores)
{
	const char *path = arguments->daemon.config_path;
	bool is_strict = arguments->is_check || arguments->daemon.is_once;
	CLEANUP(config_free) struct config *config = NULL;
	CLEANUP(approach_files_free) struct approach_files *files = NULL;
	struct config_faults faults = {0};
	struct error err = ERROR_INIT;

	config = is_strict ? config_load(path, &faults)
			   : config_load_beside(path, &faults);
	if (faults.items.len > 0)
		print_faults(&faults);
	config_faults_clear(&faults);
	if (config == NULL)
		return false;
	/* --once tells no webhook of anything. */
	if ((!arguments->daemon.is_once &&
		!webhooks_check_urls(config, arguments->is_check, &err)) ||
	    !trust_stores_load(config, ret_stores, &err)) {
		log_error(NULL, "%s", err.message);
		return false;
	}
	/* Only to see that it can be read; the daemon reads it for itself. */
	files = approach_watch_read(config, &err);
	if (files == NULL) {
		log_error(NULL, "%s", err.message);
		trust_stores_clear(ret_stores);
		return false;
	}
	*ret_config = TAKE(config);
	return true;
}

/* Each probe takes a descriptor; the soft limit is for programs that use
 * select(2), which nothing here does. Gives how many there can be. */
static unsigned long
raise_descriptor_limit(void)
{
	struct rlimit limit;
	rlim_t before;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return DESCRIPTORS_AT_LEAST;
	before = limit.rlim_cur;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
		log_warning(NULL, "the limit on descriptors stays as it is");
		return (unsigned long)before;
	}
	return (unsigned long)limit.rlim_cur;
}

/* What is taken for granted of services that have no row of their own. */
static void
print_assumptions(const struct config *config)
{
	ARRAY_EACH (service, &config->services) {
		if (dns_service_is_known(&service->service) ||
		    service->like->starttls != STARTTLS_NONE)
			continue;
		printf("%s is no service that is known here: TLS is expected "
		       "from the first byte, and the server's own name in the "
		       "certificate; 'starttls' says otherwise\n",
		    service->service.name);
	}
}

static void
list_paths(const struct config *config, const struct trust_stores *stores,
    struct texts *paths)
{
	struct error err = ERROR_INIT; /* it was read well before */
	CLEANUP(approach_files_free)
	struct approach_files *files = approach_watch_read(config, &err);

	trust_stores_paths(stores, config, paths);
	if (files != NULL)
		approach_files_paths(files, paths);
	ARRAY_EACH (list, &config->lists)
		texts_add(paths, list->path);
	ARRAY_EACH (webhook, &config->webhooks) {
		if (webhook->url_file != NULL)
			texts_add(paths, webhook->url_file);
		texts_add_all(paths, &webhook->secret_files);
	}
	ARRAY_EACH (mail, &config->mails)
		texts_add_all(paths, &mail->password_files);
}

/* Root may read all; the service is no root. */
static void
print_denied(const char *path, const struct config *config,
    const struct trust_stores *stores)
{
	struct texts paths = {.len = 0}, denied = {.len = 0};

	texts_add(&paths, path);
	list_paths(config, stores, &paths);
	if (readable_find_denied(&paths, &denied) && denied.len > 0)
		printf("this was read as root; a user without rights of his "
		       "own may not read:\n");
	for (size_t i = 0; i < denied.len && i < DENIED_SHOWN; i++)
		printf("  %s\n", denied.items[i]);
	if (denied.len > DENIED_SHOWN)
		printf("  and %zu more\n", denied.len - DENIED_SHOWN);
	if (denied.len > 0)
		printf("see that the user of the service may, by a group of "
		       "its own for example\n");
	texts_clear(&paths);
	texts_clear(&denied);
}

static enum daemon_exit
check(struct config *take_config, struct trust_stores *take_stores,
    const char *path)
{
	CLEANUP(strbuf_clear) struct strbuf words = STRBUF_INIT(4096);
	char when[TIMESTAMP_TEXT_MAX];
	size_t count = take_config->endpoints.len;

	trust_stores_words(take_stores, &words);
	printf(
	    "%s: good; %zu endpoint%s, ", path, count, count == 1 ? "" : "s");
	if (take_config->services.len > 0)
		printf("and those that DNS names for %zu (mx, srv), ",
		    take_config->services.len);
	printf("trust stores: %s, dated rules: %s (%zu)\n",
	    words.len > 0 ? strbuf_text(&words) : "none",
	    take_stores->policy->name, take_stores->policy->rules.len);
	if (take_stores->logs != NULL)
		printf("transparency logs: %zu, as of %s\n",
		    take_stores->logs->items.len,
		    timestamp_words(take_stores->logs->made_at, when));
	print_assumptions(take_config);
	if (web_site_lacks(take_config) != NULL)
		printf("%s\n", web_site_lacks(take_config));
	ARRAY_EACH (webhook, &take_config->webhooks) {
		if (webhooks_lack_credential(webhook))
			printf("webhook %s: its URL is the credential '%s', "
			       "which only the service manager gives: it was "
			       "not looked at\n",
			    webhook->name, webhook->url_credential);
	}
	if (count == 0 && take_config->services.len == 0)
		printf("no endpoint is listed: nothing would be watched\n");
	print_denied(path, take_config, take_stores);
	trust_stores_clear(take_stores);
	config_free(take_config);
	return DAEMON_EXIT_DONE;
}

static enum daemon_exit
run(const struct daemon_options *options, struct config *take_config,
    struct trust_stores *take_stores)
{
	CLEANUP(daemon_free) struct daemon *daemon = NULL;
	struct daemon_options with_limit = *options;
	struct error err = ERROR_INIT;

	signal(SIGPIPE, SIG_IGN);
	with_limit.descriptors = raise_descriptor_limit();
	daemon = daemon_new(&with_limit, take_config, take_stores, &err);
	/* What makes no sense now makes none when it is tried again. */
	if (daemon == NULL) {
		log_error(NULL, "%s", err.message);
		return err.kind == ERROR_INVALID ? DAEMON_EXIT_UNUSABLE
						 : DAEMON_EXIT_FAILED;
	}
	if (!daemon_run(daemon, &err)) {
		log_error(NULL, "%s", err.message);
		return DAEMON_EXIT_FAILED;
	}
	return DAEMON_EXIT_DONE;
}

int
main(int argc, char **argv)
{
	struct arguments arguments = {
	    .daemon.config_path = ARGUMENTS_CONFIG_PATH};
	struct trust_stores stores = {0};
	struct config *config = NULL;
	enum daemon_exit code;

	(void)crypto_memory_install(); /* before anything of libcrypto */
	crypto_start();
	if (!arguments_read(argc, argv, &arguments, &code))
		return code;
	if (isatty(STDERR_FILENO) || arguments.is_check ||
	    arguments.daemon.is_once)
		log_set_writer(write_plain, NULL);
	if (arguments.is_debug)
		log_set_level(LOG_LEVEL_DEBUG);
	if (!load(&arguments, &config, &stores))
		return DAEMON_EXIT_UNUSABLE;
	if (arguments.is_check)
		return check(config, &stores, arguments.daemon.config_path);
	return run(&arguments.daemon, config, &stores);
}
