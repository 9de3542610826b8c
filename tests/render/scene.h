/*
 * Reports made by hand, of minted certificates and without a judge, for the
 * tests of what is shown.
 */
#pragma once

#include "model/endpoint.h"
#include "model/event.h"
#include "model/observation.h"
#include "model/report.h"
#include "model/target.h"
#include "render/render_text.h"
#include "support/mint.h"

#define SCENE_HOST "www.example.test"

struct scene_link {
	const struct mint *mint;
	enum report_origin origin;
};

/* Judged at MINT_NOW; takes the chain. No paths, no findings yet. */
struct report *scene_report(struct chain *take_presented);
/* Links up to one without a mint; stores NULL: it is incomplete. */
struct report_path *scene_path(
    struct report *report, const char *stores, const struct scene_link *links);
#define SCENE_PATH(report, stores, ...) \
	scene_path(report, stores, \
	    (const struct scene_link[]){__VA_ARGS__, {NULL, 0}})

/* What most tests want. All are the caller's: report_unref. */
struct report *scene_good(void);      /* leaf, intermediate; ok */
struct report *scene_leaf_only(void); /* the intermediate known */
struct report *scene_unknown(void);   /* leaf only, and nobody knows more */

struct endpoint *scene_endpoint(void); /* SCENE_HOST:443, label team=web */
/* 192.0.2.10:443; the target holds a reference of the endpoint. */
void scene_target(struct target *target, struct endpoint *endpoint);
/* TLS 1.3 in 23 ms, when it did not fail. */
struct observation *scene_observation(enum failure failure, const char *detail);
/* incident-opened of leaf-only there, with report and incident. */
struct event *scene_event(void);

/* Plain, 80 columns, with remedies. */
extern const struct render_style scene_style;
