/*
 * What a judgement costs, beside the X509_verify_cert that it cannot do
 * without: CPU per call, of a leaf, its intermediate and a root in a store of
 * ordinary size, with a name and the shipped dated rules, no memo. Every round
 * measures both, so that whoever else uses the machine slows both; the median
 * of the rounds' ratios is what counts, and fails beyond RATIO_MAX. That is
 * without clients; what asking all of them at all dates ahead costs besides is
 * measured in the same rounds, and fails beyond CLIENTS_MAX_US.
 *
 * Build it without sanitizers: they slow our own code, not libcrypto's.
 */
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "files/policy_file.h"
#include "judge/judge.h"
#include "support/mint.h"

#define HOST "www.example.test"
#define ROUNDS 15
#define CALLS 200
#define OTHER_ANCHORS 140
#define RATIO_MAX 1.5
#define CLIENTS_MAX_US 300.0

#if defined(__SANITIZE_ADDRESS__)
#define IS_SLOWED true
#else
#define IS_SLOWED false
#endif

struct subject {
	const char *what;
	enum mint_key_kind ca_kind, leaf_kind;
};

static const struct subject subjects[] = {
    {"ECDSA P-256", MINT_EC_P256, MINT_EC_P256},
    {"RSA 2048", MINT_RSA_2048, MINT_RSA_2048},
    {"ECDSA P-256 under P-384", MINT_EC_P384, MINT_EC_P256},
};

struct setting {
	struct chain *presented;
	struct trust_store *store;
	X509_STORE *x509_store;
	STACK_OF(X509) * between;
	struct hostname name;
	struct policy *policy;
};

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static double
cpu_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static struct trust_store *
make_store(const struct mint *root, X509_STORE *x509_store)
{
	struct cert_set *set = cert_set_new();

	cert_set_add(set, root->cert);
	X509_STORE_add_cert(x509_store, root->cert->x509);
	for (int i = 0; i < OTHER_ANCHORS; i++) {
		CLEANUP(free) char *subject = mem_printf("CN=Other %d", i);
		const struct mint *other =
		    MINT(.subject = subject, .is_ca = true, .key = "other");

		cert_set_add(set, other->cert);
		X509_STORE_add_cert(x509_store, other->cert->x509);
	}
	return trust_store_new("system", set);
}

static void
set_up(const struct subject *subject, struct setting *setting)
{
	struct error err = ERROR_INIT;
	const struct mint *root = MINT(.subject = "CN=Root,O=Bench",
	    .is_ca = true, .key_kind = subject->ca_kind, .key = "root");
	const struct mint *inter = MINT(.subject = "CN=Intermediate,O=Bench",
	    .is_ca = true, .issuer = root, .key_kind = subject->ca_kind,
	    .has_path_len = true, .key = "inter");
	const struct mint *leaf = MINT(.subject = "CN=" HOST, .issuer = inter,
	    .key_kind = subject->leaf_kind,
	    .names = "DNS:" HOST ",DNS:example.test");

	setting->presented = mint_presented(leaf, inter, NULL);
	setting->x509_store = X509_STORE_new();
	setting->store = make_store(root, setting->x509_store);
	setting->between = sk_X509_new_null();
	sk_X509_push(setting->between, inter->cert->x509);
	must(hostname_parse(HOST, &setting->name, &err));
	setting->policy = policy_file_load(NULL, &err);
	must(setting->policy != NULL);
}

static void
tear_down(struct setting *setting)
{
	chain_unref(setting->presented);
	trust_store_unref(setting->store);
	X509_STORE_free(setting->x509_store);
	sk_X509_free(setting->between);
	policy_unref(setting->policy);
}

static void
judge_with(const struct setting *setting, const struct judge_options *options)
{
	const struct trust_store *stores[] = {setting->store};
	const struct evidence evidence = {
	    .presented = setting->presented,
	    .name = &setting->name,
	    .stores = stores,
	    .store_count = 1,
	    .policy = setting->policy,
	};
	struct report *report = judge(&evidence, options, MINT_NOW);

	must(report->is_valid);
	report_unref(report);
}

static void
judge_once(const struct setting *setting)
{
	struct judge_options options = judge_options_default;

	options.is_without_clients = true;
	judge_with(setting, &options);
}

static void
judge_clients_too(const struct setting *setting)
{
	judge_with(setting, &judge_options_default);
}

static void
verify_once(const struct setting *setting)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	X509_VERIFY_PARAM *param;

	must(X509_STORE_CTX_init(ctx, setting->x509_store,
		 setting->presented->certs[0]->x509, setting->between) == 1);
	param = X509_STORE_CTX_get0_param(ctx);
	X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_SSL_SERVER);
	X509_VERIFY_PARAM_set_time(param, MINT_NOW);
	X509_VERIFY_PARAM_set1_host(param, HOST, 0);
	must(X509_verify_cert(ctx) == 1);
	X509_STORE_CTX_free(ctx);
}

static double
measure(const struct setting *setting, void (*call)(const struct setting *))
{
	double begun = cpu_us();

	for (int i = 0; i < CALLS; i++)
		call(setting);
	return (cpu_us() - begun) / CALLS;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(double *values)
{
	qsort(values, ROUNDS, sizeof *values, compare);
	return values[ROUNDS / 2];
}

struct figures {
	double ratio, clients_us;
};

static struct figures
bench(const struct subject *subject)
{
	double judged[ROUNDS], verified[ROUNDS], ratios[ROUNDS];
	double clients[ROUNDS];
	struct figures figures;
	struct setting setting;

	set_up(subject, &setting);
	(void)measure(&setting, judge_once);
	(void)measure(&setting, verify_once);
	for (int i = 0; i < ROUNDS; i++) {
		judged[i] = measure(&setting, judge_once);
		verified[i] = measure(&setting, verify_once);
		clients[i] = measure(&setting, judge_clients_too) - judged[i];
		ratios[i] = judged[i] / verified[i];
	}
	figures.ratio = median(ratios);
	figures.clients_us = median(clients);
	printf("%-24s judge %7.1f us  X509_verify_cert %7.1f us  %.2f  "
	       "clients and forecast %+6.1f us\n",
	    subject->what, median(judged), median(verified), figures.ratio,
	    figures.clients_us);
	tear_down(&setting);
	return figures;
}

int
main(void)
{
	struct figures worst = {0, 0};

	for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++) {
		struct figures figures = bench(&subjects[i]);

		if (figures.ratio > worst.ratio)
			worst.ratio = figures.ratio;
		if (figures.clients_us > worst.clients_us)
			worst.clients_us = figures.clients_us;
	}
	if (IS_SLOWED) {
		puts("built with sanitizers: the figures say nothing");
		return 0;
	}
	printf("at most %.2f times a bare X509_verify_cert; %.1f is allowed\n"
	       "clients and forecast cost at most %.0f us more; %.0f are "
	       "allowed\n",
	    worst.ratio, RATIO_MAX, worst.clients_us, CLIENTS_MAX_US);
	return worst.ratio > RATIO_MAX || worst.clients_us > CLIENTS_MAX_US;
}
