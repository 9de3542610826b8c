/*
 * How clients come by a path: one builder a kind of client (profile.h). Each
 * builds as its clients do, mistakes included, has the path looked at by the
 * rules, and gives the verdict.
 */
#pragma once

#include "clients/rules.h"

typedef struct client_verdict (*client_build_fn)(
    const struct client_question *question);

struct client_verdict client_build_every_path(
    const struct client_question *question);
/* The three greedy ones, told apart by the row. */
struct client_verdict client_build_greedy(
    const struct client_question *question);
struct client_verdict client_build_sorted(
    const struct client_question *question);
struct client_verdict client_build_forward(
    const struct client_question *question);
struct client_verdict client_build_backward(
    const struct client_question *question);
struct client_verdict client_build_newest(
    const struct client_question *question);
struct client_verdict client_build_strict(
    const struct client_question *question);

/* Shared by them: */

const struct client_cert *client_path_at(const struct client_question *question,
    const struct client_path *path, size_t depth);
/* Its last; the path is never empty. */
const struct client_cert *client_path_top(
    const struct client_question *question, const struct client_path *path);
/* false: there is no room for more. */
bool client_path_push(struct client_path *path, uint8_t cert);
bool client_path_has(const struct client_path *path, uint8_t cert);
/* Refuses as nothing leads on from cert. */
struct client_verdict client_build_ended(
    const struct client_question *question, const struct client_cert *cert);
/* Are all signatures good, from the server's certificate up? */
bool client_build_check_signatures(const struct client_question *question,
    const struct client_path *path,
    struct client_verdict *ret_verdict) MUST_CHECK;
/* An anchor that issued it, by name and signature, in date if there is one;
 * CLIENT_NO_CERT: there is none. */
uint8_t client_build_find_anchor(
    const struct client_question *question, const struct client_cert *cert);
/* Signatures and rules of a path that is complete. */
struct client_verdict client_build_finish(
    const struct client_question *question, const struct client_path *path);
