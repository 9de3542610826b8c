/*
 * The web server over a monitor with a store (kept_rig.h), in virtual time, for
 * the pages of one thing. "a.example.com" sends its leaf alone at one address,
 * and all at another; "b.example.com" is good; nothing listens at
 * "c.example.com", and it never did.
 */
#pragma once

#include <jansson.h>

#include "support/fake_http.h"
#include "support/kept_rig.h"
#include "web/web.h"

struct page_rig {
	struct kept_rig *kept;
	struct web *web;
	struct web_options options;
	struct control_parts parts;
};

/* For cmocka. An hour and more has passed. */
int page_rig_set_up(void **state);
/* The same with nothing to watch yet, and no time passed: rig_endpoint, then
 * rig_apply. */
int page_rig_set_up_empty(void **state);
int page_rig_tear_down(void **state);
#define PAGE_TEST(name) \
	cmocka_unit_test_setup_teardown( \
	    name, page_rig_set_up, page_rig_tear_down)

#define EMPTY_PAGE_TEST(name) \
	cmocka_unit_test_setup_teardown( \
	    name, page_rig_set_up_empty, page_rig_tear_down)

/* The body, which is markup and was answered with 200; lent until the next. */
const char *page_rig_page(struct page_rig *rig, const char *target);
/* Fails the test where it is not, or is, in the text of the page. */
void page_rig_says(const char *page, const char *words);
void page_rig_says_not(const char *page, const char *words);
/* In its markup as it stands. */
bool page_rig_has(const char *page, const char *markup);
/* The link that begins so, decoded; free it. */
char *page_rig_link(const char *page, const char *start);
/* What the servers of that name have. */
const struct rig_host *page_rig_host(
    const struct page_rig *rig, const char *host);
/* The page of the open incident of that finding; free it. */
char *page_rig_incident(struct page_rig *rig, const char *finding);
/* The lines of a command. */
json_t *page_rig_ask(
    struct page_rig *rig, const char *command, json_t *take_ask);
/* Puts the text in place of every text in it, but of "type" and of times. */
void page_rig_spoil(json_t *value, const char *text);
/* What strangers might write. */
#define PAGE_RIG_HOSTILE_COUNT 6
extern const char *const page_rig_hostile[PAGE_RIG_HOSTILE_COUNT];
/* Markup in which none of these became more than text. */
void page_rig_is_harmless(const char *markup);
