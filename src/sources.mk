# One convenience library a folder, in the order of the layers (src/README).
# A library's objects may use only what stands above it here.

noinst_LIBRARIES = \
	src/libbase.a src/libpki.a src/libnet.a src/libmodel.a \
	src/libclients.a src/libjudge.a src/libincident.a src/libschedule.a \
	src/librender.a \
	src/libprobe.a src/libfetch.a src/libfiles.a src/libstore.a \
	src/libinspect.a \
	src/libnotify.a \
	src/libmonitor.a src/libcontrol.a src/libweb.a \
	src/libconfig.a src/libdaemon.a src/libcli.a src/libmanual.a

# 0 base: knows nothing of certificates or networks
src_libbase_a_SOURCES = \
	src/base/array.h src/base/cleanup.h \
	src/base/clock.c src/base/clock.h \
	src/base/clock_sync.c src/base/clock_sync.h \
	src/base/duration.c src/base/duration.h \
	src/base/error.c src/base/error.h \
	src/base/file.c src/base/file.h \
	src/base/file_replace.c src/base/file_replace.h \
	src/base/glob.c src/base/glob.h \
	src/base/hash.c src/base/hash.h \
	src/base/hex.c src/base/hex.h \
	src/base/histogram.c src/base/histogram.h \
	src/base/ip_address.c src/base/ip_address.h \
	src/base/log.c src/base/log.h \
	src/base/mem.c src/base/mem.h \
	src/base/names.c src/base/names.h \
	src/base/safe_print.c src/base/safe_print.h \
	src/base/strbuf.c src/base/strbuf.h \
	src/base/terminal.c src/base/terminal.h \
	src/base/texts.c src/base/texts.h \
	src/base/thread.c src/base/thread.h \
	src/base/timestamp.c src/base/timestamp.h \
	src/base/utf8.c src/base/utf8.h

# 1 pki (pure): certificates as values
src_libpki_a_SOURCES = \
	src/pki/cert.c src/pki/cert.h \
	src/pki/cert_body.c src/pki/cert_body.h \
	src/pki/cert_extensions.c src/pki/cert_extensions.h \
	src/pki/cert_key.c src/pki/cert_key.h \
	src/pki/cert_names.c src/pki/cert_names.h \
	src/pki/cert_set.c src/pki/cert_set.h \
	src/pki/cert_time.c src/pki/cert_time.h \
	src/pki/chain.c src/pki/chain.h \
	src/pki/crl.c src/pki/crl.h \
	src/pki/crl_entries.c src/pki/crl_extensions.c src/pki/crl_parts.h \
	src/pki/crl_file.c src/pki/crl_file.h \
	src/pki/crl_freshest.c src/pki/crl_freshest.h \
	src/pki/crl_proof.c src/pki/crl_proof.h \
	src/pki/crl_scope.c src/pki/crl_scope.h \
	src/pki/crl_keep.c src/pki/crl_keep.h \
	src/pki/crl_walk.c src/pki/crl_walk.h \
	src/pki/signature_digest.c src/pki/signature_digest.h \
	src/pki/crypto_error.c src/pki/crypto_error.h \
	src/pki/der.c src/pki/der.h \
	src/pki/der_reader.c src/pki/der_reader.h \
	src/pki/dns_name.c src/pki/dns_name.h \
	src/pki/hostname.c src/pki/hostname.h \
	src/pki/identity.c src/pki/identity.h \
	src/pki/near_name.c src/pki/near_name.h \
	src/pki/key_cost.c src/pki/key_cost.h \
	src/pki/ocsp.c src/pki/ocsp.h \
	src/pki/ocsp_answer.c src/pki/ocsp_answer.h \
	src/pki/ocsp_file.c src/pki/ocsp_file.h \
	src/pki/ocsp_signer.c src/pki/ocsp_signer.h \
	src/pki/ocsp_request.c src/pki/ocsp_request.h \
	src/pki/key_decoder.c src/pki/key_decoder.h \
	src/pki/key_library.c src/pki/key_library.h \
	src/pki/key_tables.c src/pki/key_tables.h \
	src/pki/public_key.c src/pki/public_key.h \
	src/pki/pem.c src/pki/pem.h \
	src/pki/pem_block.c src/pki/pem_block.h \
	src/pki/pem_ending.c src/pki/pem_ending.h \
	src/pki/pem_guess.c src/pki/pem_guess.h \
	src/pki/pem_label.c src/pki/pem_label.h \
	src/pki/pem_load.c src/pki/pem_load.h \
	src/pki/pem_reader.c src/pki/pem_reader.h \
	src/pki/pem_scan.c src/pki/pem_scan.h \
	src/pki/pkcs12.c src/pki/pkcs12.h \
	src/pki/pkcs12_cost.c src/pki/pkcs12_cost.h \
	src/pki/private_key.c src/pki/private_key.h \
	src/pki/sct.c src/pki/sct.h \
	src/pki/sct_verify.c src/pki/sct_verify.h \
	src/pki/signature.c src/pki/signature.h \
	src/pki/tlsa.c src/pki/tlsa.h \
	src/pki/trust_store.c src/pki/trust_store.h

# 1 net: the only folder that speaks libevent, libunbound and libcurl
src_libnet_a_SOURCES = \
	src/net/dial.c src/net/dial.h \
	src/net/dns_answer.c src/net/dns_answer.h \
	src/net/dns_message.c src/net/dns_message.h \
	src/net/dns_records.c src/net/dns_records.h \
	src/net/hosts.c src/net/hosts.h \
	src/net/listener.c src/net/listener.h \
	src/net/http.c src/net/http.h \
	src/net/http_caching.c src/net/http_caching.h \
	src/net/http_filter.c src/net/http_filter.h \
	src/net/http_multi.c src/net/http_multi.h \
	src/net/http_url.c src/net/http_url.h \
	src/net/smtp.c src/net/smtp.h \
	src/net/transfer.c src/net/transfer.h \
	src/net/loop.c src/net/loop.h \
	src/net/lookup.c src/net/lookup.h \
	src/net/resolve.c src/net/resolve.h \
	src/net/resolver.c src/net/resolver_inside.h \
	src/net/stream.c src/net/stream.h \
	src/net/tls_session.c src/net/tls_session.h \
	src/net/uplink.c src/net/uplink.h
if WITH_PAGE
src_libnet_a_SOURCES += src/net/http_door.c \
	src/net/http_exchange.c src/net/http_listen.c \
	src/net/http_server.c src/net/http_server.h \
	src/net/http_server_inside.h
endif

# 2 model (pure): the nouns that several above share
src_libmodel_a_SOURCES = \
	src/model/cert_details.c src/model/cert_details.h \
	src/model/cert_facts.c src/model/cert_facts.h \
	src/model/ack.c src/model/ack.h \
	src/model/allowed.c src/model/allowed.h \
	src/model/approach.c src/model/approach.h \
	src/model/chain_change.c src/model/chain_change.h \
	src/model/client_choice.h \
	src/model/dane.c src/model/dane.h \
	src/model/ct_logs.c src/model/ct_logs.h \
	src/model/credentials.c src/model/credentials.h \
	src/model/endpoint.c src/model/endpoint.h \
	src/model/endpoint_front.c src/model/endpoint_front.h \
	src/model/endpoint_status.c src/model/endpoint_status.h \
	src/model/endpoint_file.c src/model/endpoint_file.h \
	src/model/endpoint_settings.c src/model/endpoint_settings.h \
	src/model/event.c src/model/event.h \
	src/model/evidence.h \
	src/model/expectation.c src/model/expectation.h \
	src/model/failure.c src/model/failure.h \
	src/model/fetch_counts.h \
	src/model/finding.c src/model/finding.h src/model/findings.def \
	src/model/habit.h \
	src/model/hush.c src/model/hush.h \
	src/model/incident.c src/model/incident.h \
	src/model/issuer_answer.h \
	src/model/monitor_fault.c src/model/monitor_fault.h \
	src/model/outage.c src/model/outage.h \
	src/model/observation.c src/model/observation.h \
	src/model/pattern.c src/model/pattern.h \
	src/model/scope.c src/model/scope.h \
	src/model/silence.c src/model/silence.h \
	src/model/window.c src/model/window.h \
	src/model/place.c src/model/place.h \
	src/model/policy.c src/model/policy.h \
	src/model/policy_lines.c src/model/policy_lines.h \
	src/model/policy_text.c src/model/policy_text.h \
	src/model/policy_types.c src/model/policy_types.h \
	src/model/policy_values.c src/model/policy_values.h \
	src/model/provider.c src/model/provider.h src/model/providers.def \
	src/model/remedy.c src/model/remedy.h src/model/remedies.def \
	src/model/report.c src/model/report.h \
	src/model/report_clients.c src/model/report_clients.h \
	src/model/route.c src/model/route.h \
	src/model/sink_names.c src/model/sink_names.h \
	src/model/dns_service.c src/model/dns_service.h \
	src/model/severity.c src/model/severity.h \
	src/model/starttls.c src/model/starttls.h \
	src/model/target.c src/model/target.h \
	src/model/target_state.c src/model/target_state.h \
	src/model/thresholds.h \
	src/model/transparency.c src/model/transparency.h \
	src/model/variant.c src/model/variant.h \
	src/model/verdict.c src/model/verdict.h \
	src/model/revocation.c src/model/revocation.h \
	src/model/revocation_answer.h \
	src/model/want.c src/model/want.h

# 3 clients (pure): how each TLS client decides about a chain
src_libclients_a_SOURCES = \
	src/clients/build.c src/clients/build.h \
	src/clients/build_backward.c \
	src/clients/build_every_path.c \
	src/clients/build_forward.c \
	src/clients/build_greedy.c \
	src/clients/build_newest.c \
	src/clients/build_sorted.c \
	src/clients/build_strict.c \
	src/clients/choice.c src/clients/choice.h \
	src/clients/clients.c src/clients/clients.h \
	src/clients/constraint_memo.c src/clients/constraint_memo.h \
	src/clients/name_facts.c src/clients/name_facts.h \
	src/clients/profile.h \
	src/clients/profile_family.h \
	src/clients/profiles.c \
	src/clients/reason.c src/clients/reason.h src/clients/reason.def \
	src/clients/rules.c src/clients/rules.h \
	src/clients/rules_path.c \
	src/clients/scene.c src/clients/scene.h

# 4 judge (pure): (evidence, policy, now) -> report
src_libjudge_a_SOURCES = \
	src/judge/cause.c src/judge/cause.h \
	src/judge/check_aia.c \
	src/judge/check_chain.c \
	src/judge/check_clients.c \
	src/judge/check_constraints.c \
	src/judge/check_dane.c \
	src/judge/check_expectation.c \
	src/judge/check_hostname.c \
	src/judge/check_key.c \
	src/judge/check_key_ids.c \
	src/judge/check_leftover.c \
	src/judge/check_name_constraints.c \
	src/judge/check_policy.c \
	src/judge/check_names.c \
	src/judge/check_profile.c \
	src/judge/check_protocol.c \
	src/judge/check_refusal.c \
	src/judge/check_revocation.c \
	src/judge/check_signature.c \
	src/judge/check_size.c src/judge/size.h \
	src/judge/check_staple.c \
	src/judge/check_stores.c \
	src/judge/check_transparency.c \
	src/judge/check_trust.c \
	src/judge/check_validity.c \
	src/judge/crl_offer.c src/judge/crl_offer.h \
	src/judge/crl_signer.c src/judge/crl_signer.h \
	src/judge/gap.c src/judge/gap.h \
	src/judge/horizon.c src/judge/horizon.h \
	src/judge/judge.c src/judge/judge.h \
	src/judge/judgement.h \
	src/judge/path.c src/judge/path.h \
	src/judge/mended.c src/judge/mended.h \
	src/judge/picked.c src/judge/picked.h \
	src/judge/programme.c src/judge/programme.h \
	src/judge/repair.c src/judge/repair.h \
	src/judge/crl_status.c src/judge/crl_status.h \
	src/judge/delta.c src/judge/delta.h \
	src/judge/revocation_report.c src/judge/revocation_report.h \
	src/judge/served.c src/judge/served.h \
	src/judge/timestamps.c src/judge/timestamps.h \
	src/judge/sources.c src/judge/sources.h \
	src/judge/standing.c src/judge/standing.h \
	src/judge/twin.c src/judge/twin.h \
	src/judge/verify.c src/judge/verify.h \
	src/judge/written.c src/judge/written.h

# 4 incident (pure): (state, look, now) -> state and events
src_libincident_a_SOURCES = \
	src/incident/acks.c src/incident/acks.h \
	src/incident/addresses.c src/incident/addresses.h \
	src/incident/announce.c src/incident/announce.h \
	src/incident/book.c src/incident/book.h \
	src/incident/chain.c src/incident/chain.h \
	src/incident/changes.c src/incident/changes.h \
	src/incident/clock_sanity.c src/incident/clock_sanity.h \
	src/incident/compare.c src/incident/compare.h \
	src/incident/confirm.c src/incident/confirm.h \
	src/incident/dane.c src/incident/dane.h \
	src/incident/deployed.c src/incident/deployed.h \
	src/incident/divergence.c src/incident/divergence.h \
	src/incident/facts.c src/incident/facts.h \
	src/incident/fault_clock.c src/incident/fault_path.c \
	src/incident/flaps.c src/incident/flaps.h \
	src/incident/unheard.c src/incident/unheard.h \
	src/incident/fleet.c src/incident/fleet.h \
	src/incident/fleet_inside.h \
	src/incident/hush.c src/incident/hush.h \
	src/incident/kind.c src/incident/kind.h \
	src/incident/interception.c src/incident/interception.h \
	src/incident/minority.c src/incident/minority.h \
	src/incident/mixed.c src/incident/mixed.h \
	src/incident/overdue.c src/incident/overdue.h \
	src/incident/proxied.c src/incident/proxied.h \
	src/incident/fault_names.c \
	src/incident/monitor_faults.c src/incident/monitor_faults.h \
	src/incident/offline.c src/incident/offline.h \
	src/incident/quiet.c src/incident/quiet.h \
	src/incident/silences.c src/incident/silences.h \
	src/incident/regression.c src/incident/regression.h \
	src/incident/renewal.c src/incident/renewal.h \
	src/incident/restore.c src/incident/restore.h \
	src/incident/sample.c src/incident/sample.h \
	src/incident/status.c src/incident/status.h \
	src/incident/rollout.c src/incident/rollout.h \
	src/incident/routing.c src/incident/routing.h \
	src/incident/step.c src/incident/step.h \
	src/incident/summary.c src/incident/summary.h \
	src/incident/table.c src/incident/table.h \
	src/incident/tick.c src/incident/tick.h \
	src/incident/variant.c src/incident/variant.h \
	src/incident/watched.c src/incident/watched.h \
	src/incident/weather.c src/incident/weather.h \
	src/incident/words.c src/incident/words.h \
	src/incident/words_change.c src/incident/words_compare.c \
	src/incident/words_hush.c \
	src/incident/zones.c src/incident/zones.h \
	src/incident/words_parts.h

# 4 schedule (pure): when is what due
src_libschedule_a_SOURCES = \
	src/schedule/schedule.c src/schedule/schedule.h

# 4 render (pure): values as text and JSON
src_librender_a_SOURCES = \
	src/render/difference.c src/render/difference.h \
	src/render/json_cert.c src/render/json_cert.h \
	src/render/json_change.c src/render/json_change.h \
	src/render/json_finding.c src/render/json_finding.h \
	src/render/json_front.c src/render/json_front.h \
	src/render/json_revocation.c src/render/json_revocation.h \
	src/render/json_hush.c src/render/json_hush.h \
	src/render/json_routing.c src/render/json_routing.h \
	src/render/json_incident.c src/render/json_incident.h \
	src/render/json_transparency.c src/render/json_transparency.h \
	src/render/json_value.c src/render/json_value.h \
	src/render/render_about.c src/render/render_about.h \
	src/render/render_alert.c src/render/render_alert.h \
	src/render/render_catalog.c src/render/render_catalog.h \
	src/render/render_json.c src/render/render_json.h \
	src/render/render_silence.c src/render/render_silence.h \
	src/render/mail_header.c src/render/mail_header.h \
	src/render/mail_text.c src/render/mail_text.h \
	src/render/metric_fleet.c src/render/metric_fleet.h \
	src/render/metric_format.c src/render/metric_format.h \
	src/render/metric_page.c src/render/metric_page.h \
	src/render/metric_table.c src/render/metric_table.h \
	src/render/metrics.def \
	src/render/render_metrics.c src/render/render_metrics.h \
	src/render/render_mail.c src/render/render_mail.h \
	src/render/render_page.c src/render/render_page.h \
	src/render/render_pagerduty.c src/render/render_pagerduty.h \
	src/render/render_slack.c src/render/render_slack.h \
	src/render/render_own_fault.c src/render/render_own_fault.h \
	src/render/render_status.c src/render/render_status.h \
	src/render/render_syslog.c src/render/render_syslog.h \
	src/render/render_text.c src/render/render_text.h \
	src/render/text_clients.c src/render/text_clients.h \
	src/render/text_event.c \
	src/render/text_layout.c src/render/text_layout.h \
	src/render/text_remark.c src/render/text_remark.h \
	src/render/text_remedy.c src/render/text_remedy.h \
	src/render/text_revocation.c src/render/text_revocation.h \
	src/render/text_stores.c src/render/text_stores.h \
	src/render/text_transparency.c src/render/text_transparency.h \
	src/render/text_tree.c src/render/text_tree.h

# 5 probe: target -> observation
src_libprobe_a_SOURCES = \
	src/probe/address_table.c src/probe/address_table.h \
	src/probe/courtesy.c src/probe/courtesy.h \
	src/probe/cert_reuse.c src/probe/cert_reuse.h \
	src/probe/reuse_trial.c src/probe/reuse_trial.h \
	src/probe/crypto_memory.c src/probe/crypto_memory.h \
	src/probe/alert.c src/probe/alert.h \
	src/probe/cert_message.c src/probe/cert_message.h \
	src/probe/diagnose.c src/probe/diagnose.h \
	src/probe/dialogue.c src/probe/dialogue.h \
	src/probe/dialogues.c src/probe/dialogues.h \
	src/probe/handshake.c src/probe/handshake.h \
	src/probe/line.h \
	src/probe/probe.c src/probe/probe.h \
	src/probe/proxy.c src/probe/proxy.h \
	src/probe/proxy_header.c src/probe/proxy_http.c \
	src/probe/proxy_socks5.c \
	src/probe/way.c src/probe/way.h \
	src/probe/prober.c src/probe/prober.h \
	src/probe/terms.c src/probe/terms.h \
	src/probe/prober_options.c \
	src/probe/starttls.c src/probe/starttls.h \
	src/probe/starttls_ldap.c src/probe/starttls_lines.c \
	src/probe/starttls_mysql.c src/probe/starttls_postgres.c \
	src/probe/starttls_xmpp.c \
	src/probe/talk.c src/probe/talk.h

# 5 fetch: URLs of certificates -> issuers, with cache and guard
src_libfetch_a_SOURCES = \
	src/fetch/aia.c src/fetch/aia.h \
	src/fetch/aia_cache.c src/fetch/aia_cache.h \
	src/fetch/aia_wait.c src/fetch/aia_wait.h \
	src/fetch/guard.c src/fetch/guard.h \
	src/fetch/guarded.c src/fetch/guarded.h \
	src/fetch/host_pace.c src/fetch/host_pace.h \
	src/fetch/list_folder.c src/fetch/list_folder.h \
	src/fetch/list_job.c src/fetch/list_job.h \
	src/fetch/list_temporary.c \
	src/fetch/revocation_cache.c src/fetch/revocation_cache.h \
	src/fetch/revocation_entry.c src/fetch/revocation_entry.h \
	src/fetch/revocation_errands.c \
	src/fetch/revocation_fetch.c src/fetch/revocation_fetch.h \
	src/fetch/revocation_inside.h \
	src/fetch/revocation_life.c src/fetch/revocation_life.h \
	src/fetch/revocation_proof.c src/fetch/revocation_proof.h \
	src/fetch/revocation_restore.c \
	src/fetch/revocation_settle.c src/fetch/revocation_settle.h \
	src/fetch/revocation_subjects.c src/fetch/revocation_subjects.h \
	src/fetch/revocations.c src/fetch/revocations.h

# 5 files: paths -> values
src_libfiles_a_SOURCES = \
	src/files/file_findings.c src/files/file_findings.h \
	src/files/file_reader.c src/files/file_reader.h \
	src/files/file_stamp.c src/files/file_stamp.h \
	src/files/approach_files.c src/files/approach_files.h \
	src/files/log_list.c src/files/log_list.h \
	src/files/lookout.c src/files/lookout.h \
	src/files/path_marks.c src/files/path_marks.h \
	src/files/path_snapshot.c src/files/path_snapshot.h \
	src/files/path_trail.c src/files/path_trail.h \
	src/files/path_watch.c src/files/path_watch.h \
	src/files/policy_file.c src/files/policy_file.h \
	src/files/policy_shipped.h \
	src/files/secret.c src/files/secret.h \
	src/files/secret_file.c src/files/secret_file.h \
	src/files/served_file.c src/files/served_file.h \
	src/files/trust_files.c src/files/trust_files.h

# 5 store: SQLite; the only folder that speaks SQL
src_libstore_a_SOURCES = \
	src/store/batch_rows.c src/store/batch_rows.h \
	src/store/cert_rows.c src/store/cert_rows.h \
	src/store/cert_record.c src/store/cert_record.h \
	src/store/check.c src/store/check.h \
	src/store/db.c src/store/db.h \
	src/store/dead_letters.c src/store/dead_letters.h \
	src/store/deadline.c src/store/deadline.h \
	src/store/deliveries.c src/store/deliveries.h \
	src/store/event_log.c src/store/event_log.h \
	src/store/fault_rows.c src/store/fault_rows.h \
	src/store/folder.c src/store/folder.h \
	src/store/history.c src/store/history.h \
	src/store/health.c src/store/health.h \
	src/store/hush_rows.c src/store/hush_rows.h \
	src/store/incident_record.c src/store/incident_record.h \
	src/store/incident_list.c src/store/incident_list.h \
	src/store/inventory.c src/store/inventory.h \
	src/store/issuers.c src/store/issuers.h \
	src/store/known_certs.c src/store/known_certs.h \
	src/store/late_check.c src/store/late_check.h \
	src/store/load.c src/store/load.h \
	src/store/load_pool.c src/store/load_pool.h \
	src/store/load_verdict.c src/store/load_verdict.h \
	src/store/member_rows.c src/store/member_rows.h \
	src/store/listeners.c src/store/listeners.h \
	src/store/opening.c src/store/opening.h \
	src/store/outage_rows.c src/store/outage_rows.h \
	src/store/outbox.c src/store/outbox.h \
	src/store/path_rows.c src/store/path_rows.h \
	src/store/place_row.c src/store/place_row.h \
	src/store/prune.c src/store/prune.h \
	src/store/reader.c src/store/reader.h \
	src/store/reading.c src/store/reading.h \
	src/store/revocation_rows.c src/store/revocation_rows.h \
	src/store/rows.c src/store/rows.h \
	src/store/schema.c src/store/schema.h \
	src/store/said.c src/store/said.h \
	src/store/sequence.c src/store/sequence.h \
	src/store/untold.c src/store/untold.h \
	src/store/state_flags.h \
	src/store/store.c src/store/store.h \
	src/store/target_chains.c src/store/target_chains.h \
	src/store/transaction.c src/store/transaction.h

# 6 inspect: probe, judge: the use case that daemon and command share
src_libinspect_a_SOURCES = \
	src/inspect/approach_secrets.c src/inspect/approach_secrets.h \
	src/inspect/cert_cache.c src/inspect/cert_cache.h \
	src/inspect/completion.c src/inspect/completion.h \
	src/inspect/dane_book.c src/inspect/dane_book.h \
	src/inspect/dane_lookup.c src/inspect/dane_lookup.h \
	src/inspect/expand.c src/inspect/expand.h \
	src/inspect/file_look.c src/inspect/file_look.h \
	src/inspect/inspect.c src/inspect/inspect.h \
	src/inspect/inspector.c src/inspect/inspector_inside.h \
	src/inspect/known_issuers.c src/inspect/known_issuers.h \
	src/inspect/memo.c src/inspect/memo.h \
	src/inspect/named_stores.c src/inspect/named_stores.h \
	src/inspect/revocation_gather.c src/inspect/revocation_gather.h \
	src/inspect/service_lookup.c src/inspect/service_lookup.h

# 6 notify: events -> sinks
src_libnotify_a_SOURCES = \
	src/notify/alertmanager.c src/notify/alertmanager.h \
	src/notify/burials.c src/notify/burials.h \
	src/notify/chance.c src/notify/chance.h \
	src/notify/consignment.c src/notify/consignment.h \
	src/notify/courier.c src/notify/courier.h \
	src/notify/delivery_plan.c src/notify/delivery_plan.h \
	src/notify/heartbeat.c src/notify/heartbeat.h \
	src/notify/journal_fields.c src/notify/journal_fields.h \
	src/notify/log_writer.c src/notify/log_writer.h \
	src/notify/mail.c src/notify/mail.h \
	src/notify/mail_options.c src/notify/mail_options.h \
	src/notify/mail_send.c src/notify/mail_send.h \
	src/notify/notify.c src/notify/notify.h \
	src/notify/payload.c src/notify/payload.h \
	src/notify/priority.c src/notify/priority.h \
	src/notify/receiver.c src/notify/receiver.h \
	src/notify/sink.h \
	src/notify/sink_health.c src/notify/sink_health.h \
	src/notify/sink_journal.c \
	src/notify/sink_stream.c \
	src/notify/webhook.c src/notify/webhook.h \
	src/notify/webhook_message.c src/notify/webhook_message.h \
	src/notify/webhook_options.c src/notify/webhook_options.h \
	src/notify/webhook_post.c src/notify/webhook_post.h \
	src/notify/webhook_sign.c src/notify/webhook_sign.h \
	src/notify/webhook_url.c src/notify/webhook_url.h \
	src/notify/sink_syslog.c src/notify/sink_syslog.h \
	src/notify/syslog_client.c src/notify/syslog_client.h \
	src/notify/syslog_options.c src/notify/syslog_options.h \
	src/notify/syslog_spool.c src/notify/syslog_spool.h \
	src/notify/told.c src/notify/told.h \
	src/notify/writer.c src/notify/writer.h

# 7 monitor: due -> inspect -> transition -> commit -> release
src_libmonitor_a_SOURCES = \
	src/monitor/asleep.c \
	src/monitor/clock_watch.c \
	src/monitor/commit_memory.c src/monitor/commit_memory.h \
	src/monitor/commit_store.c src/monitor/commit_store.h \
	src/monitor/hurry.c src/monitor/inside.h \
	src/monitor/keep.c \
	src/monitor/lag.c src/monitor/lag.h \
	src/monitor/look_tally.c src/monitor/look_tally.h \
	src/monitor/look.c \
	src/monitor/monitor.c src/monitor/monitor.h \
	src/monitor/addresses.c \
	src/monitor/numbering.c src/monitor/numbering.h \
	src/monitor/outage.c \
	src/monitor/pass.c \
	src/monitor/quiet.c \
	src/monitor/reload.c \
	src/monitor/restore.c \
	src/monitor/status.c \
	src/monitor/transition.c src/monitor/transition.h \
	src/monitor/turns.c \
	src/monitor/variants.c \
	src/monitor/watch.c src/monitor/watch.h

# 8 control: answers what is asked of a daemon that runs
src_libcontrol_a_SOURCES = \
	src/control/answer.c src/control/answer.h \
	src/control/command.h \
	src/control/command_ack.c \
	src/control/command_certificate.c \
	src/control/command_events.c \
	src/control/command_history.c \
	src/control/command_incident.c \
	src/control/command_inventory.c \
	src/control/command_probe.c \
	src/control/command_reload.c \
	src/control/command_show.c \
	src/control/certificate_line.c src/control/certificate_line.h \
	src/control/incident_line.c src/control/incident_line.h \
	src/control/corrected.c src/control/corrected.h \
	src/control/failure_line.c src/control/failure_line.h \
	src/control/history_line.c src/control/history_line.h \
	src/control/inventory_line.c src/control/inventory_line.h \
	src/control/name_set.c src/control/name_set.h \
	src/control/paged.c src/control/paged.h \
	src/control/pick.c src/control/pick.h \
	src/control/read_once.c src/control/read_once.h \
	src/control/command_silence.c \
	src/control/command_status.c \
	src/control/control.c src/control/control.h \
	src/control/peer.c src/control/peer.h \
	src/control/request.c \
	src/control/shown.c src/control/shown.h

# 9 web: page, API and metrics; nothing of it where libmicrohttpd is not
src_libweb_a_SOURCES =
if WITH_PAGE
src_libweb_a_SOURCES += \
	src/web/accept.c src/web/accept.h \
	src/web/api.c \
	src/web/api_answer.c src/web/api_answer.h \
	src/web/api_document.c src/web/api_document.h \
	src/web/api_request.c src/web/api_request.h \
	src/web/api_table.c src/web/api_table.h \
	src/web/badge.c src/web/badge.h \
	src/web/certificate_body.c src/web/certificate_body.h \
	src/web/draw_chain.c src/web/draw_chain.h \
	src/web/draw_time.c src/web/draw_time.h \
	src/web/endpoint_body.c src/web/endpoint_body.h \
	src/web/endpoint_row.c src/web/endpoint_row.h \
	src/web/form.c src/web/form.h \
	src/web/frame.c src/web/frame.h \
	src/web/gather.c src/web/gather.h \
	src/web/health.c \
	src/web/html.c src/web/html.h \
	src/web/incident_body.c src/web/incident_body.h \
	src/web/label_index.c src/web/label_index.h \
	src/web/link.c src/web/link.h \
	src/web/list_chain.c src/web/list_chain.h \
	src/web/member.c src/web/member.h \
	src/web/metrics.c src/web/metrics.h \
	src/web/metrics_probe.c \
	src/web/moment.c src/web/moment.h \
	src/web/narrow.c src/web/narrow.h \
	src/web/narrow_form.c src/web/narrow_form.h \
	src/web/openapi.c src/web/openapi.h \
	src/web/own_faults.c src/web/own_faults.h \
	src/web/page_certificate.c \
	src/web/page_certificates.c \
	src/web/page_endpoint.c \
	src/web/page_incident.c \
	src/web/page_incidents.c \
	src/web/page_overview.c \
	src/web/page_silences.c \
	src/web/page_style.c \
	src/web/pager.c src/web/pager.h \
	src/web/part.c src/web/part.h \
	src/web/part_chain.c src/web/part_chain.h \
	src/web/part_clients.c src/web/part_clients.h \
	src/web/part_evidence.c src/web/part_evidence.h \
	src/web/part_findings.c src/web/part_findings.h \
	src/web/part_history.c src/web/part_history.h \
	src/web/plain.c src/web/plain.h \
	src/web/problem.c src/web/problem.h \
	src/web/request.c src/web/request.h src/web/request_inside.h \
	src/web/route.h \
	src/web/selection.c src/web/selection.h \
	src/web/sketch.c src/web/sketch.h \
	src/web/sketch_words.c src/web/sketch_words.h \
	src/web/slicer.c src/web/slicer.h \
	src/web/style.h \
	src/web/survey.c src/web/survey.h \
	src/web/surveyor.c src/web/surveyor.h \
	src/web/timeline.c src/web/timeline.h \
	src/web/web.c src/web/web.h
nodist_src_libweb_a_SOURCES = src/web/style_sheet.c src/web/openapi_text.c
endif

# The style sheet is built in.
EXTRA_DIST += src/web/style.css src/web/embed.sh
CLEANFILES += src/web/style_sheet.c
src/web/style_sheet.c: $(srcdir)/src/web/embed.sh $(srcdir)/src/web/style.css
	$(AM_V_GEN)$(MKDIR_P) src/web && \
	$(SHELL) $(srcdir)/src/web/embed.sh $(srcdir)/src/web/style.css \
		>$@.$$$$.tmp && mv $@.$$$$.tmp $@

# The description of the API, as the daemon gives it out.
CLEANFILES += src/web/openapi_text.c
src/web/openapi_text.c: $(srcdir)/etc/openapi.json
	$(AM_V_GEN)$(MKDIR_P) src/web && { \
		echo '#include "web/openapi.h"'; \
		echo 'const char openapi_text[] ='; \
		sed -e 's/[\\"]/\\&/g' -e 's/^/	"/' -e 's/$$/\\n"/' \
			$(srcdir)/etc/openapi.json; \
		echo '	;'; } >$@.$$$$.tmp && mv $@.$$$$.tmp $@

# 9 config: YAML -> option structs
src_libconfig_a_SOURCES = \
	src/config/assumed_list.c src/config/assumed_list.h \
	src/config/config.c src/config/config.h \
	src/config/config_aia.c src/config/config_aia.h \
	src/config/config_approach.c src/config/config_approach.h \
	src/config/config_control.c src/config/config_control.h \
	src/config/config_allowed.c src/config/config_allowed.h \
	src/config/config_clients.c src/config/config_clients.h \
	src/config/config_defaults.c src/config/config_defaults.h \
	src/config/config_thresholds.c src/config/config_thresholds.h \
	src/config/config_expect.c src/config/config_expect.h \
	src/config/config_dns.c src/config/config_dns.h \
	src/config/config_endpoints.c src/config/config_endpoints.h \
	src/config/config_files.c src/config/config_files.h \
	src/config/config_from.c src/config/config_from.h \
	src/config/config_fronts.c src/config/config_fronts.h \
	src/config/config_include.c src/config/config_include.h \
	src/config/config_revocation.c src/config/config_revocation.h \
	src/config/config_mail.c src/config/config_mail.h \
	src/config/config_root.c src/config/config_root.h \
	src/config/config_routes.c src/config/config_routes.h \
	src/config/config_sinks.c src/config/config_sinks.h \
	src/config/config_keys.c src/config/config_keys.h \
	src/config/config_labels.c src/config/config_labels.h \
	src/config/config_quiet.c src/config/config_quiet.h \
	src/config/config_retention.c src/config/config_retention.h \
	src/config/config_serves.c src/config/config_serves.h \
	src/config/config_services.c src/config/config_services.h \
	src/config/config_syslog.c src/config/config_syslog.h \
	src/config/config_transparency.c src/config/config_transparency.h \
	src/config/config_trust.c src/config/config_trust.h \
	src/config/config_web.c src/config/config_web.h \
	src/config/config_webhooks.c src/config/config_webhooks.h \
	src/config/endpoint_index.c src/config/endpoint_index.h \
	src/config/config_variants.c src/config/config_variants.h \
	src/config/faults.c src/config/faults.h \
	src/config/field.c src/config/field.h src/config/field_types.c \
	src/config/host_port.c src/config/host_port.h \
	src/config/proxy_url.c src/config/proxy_url.h \
	src/config/loader.c src/config/loader.h \
	src/config/source.c src/config/source.h \
	src/config/spelling.c src/config/spelling.h \
	src/config/target_file.c src/config/target_file.h \
	src/config/target_lists.c src/config/target_lists.h \
	src/config/yaml.c src/config/yaml.h \
	src/config/yaml_node.c src/config/yaml_node.h \
	src/config/yaml_problem.c src/config/yaml_problem.h

# 10 daemon, cli: wiring only; all but main.c is a library, so tests reach it
src_libdaemon_a_SOURCES = \
	src/daemon/arguments.c src/daemon/arguments.h \
	src/daemon/approach_watch.c src/daemon/approach_watch.h \
	src/daemon/backlog.c src/daemon/backlog.h \
	src/daemon/control_socket.c src/daemon/control_socket.h \
	src/daemon/daemon.c src/daemon/daemon.h \
	src/daemon/failing_sinks.c src/daemon/failing_sinks.h \
	src/daemon/figures.c src/daemon/figures.h \
	src/daemon/process.c src/daemon/process.h \
	src/daemon/file_watch.c src/daemon/file_watch.h \
	src/daemon/fresh_stores.c src/daemon/fresh_stores.h \
	src/daemon/known.c src/daemon/known.h \
	src/daemon/memory.c src/daemon/memory.h \
	src/daemon/names.c src/daemon/names.h \
	src/daemon/once.c src/daemon/once.h \
	src/daemon/own_event.c src/daemon/own_event.h \
	src/daemon/evidence.c src/daemon/evidence.h \
	src/daemon/drain.c src/daemon/drain.h \
	src/daemon/list_watch.c src/daemon/list_watch.h \
	src/daemon/listed.c src/daemon/listed.h \
	src/daemon/progress.c src/daemon/progress.h \
	src/daemon/quiet.c src/daemon/quiet.h \
	src/daemon/reload.c src/daemon/reload.h \
	src/daemon/service.c src/daemon/service.h \
	src/daemon/named_hosts.c src/daemon/named_hosts.h \
	src/daemon/services.c src/daemon/services.h \
	src/daemon/sinks.c src/daemon/sinks.h \
	src/daemon/state.c src/daemon/state.h \
	src/daemon/store_watch.c src/daemon/store_watch.h \
	src/daemon/readable.c src/daemon/readable.h \
	src/daemon/trust_stores.c src/daemon/trust_stores.h \
	src/daemon/web_site.c src/daemon/web_site.h \
	src/daemon/webhooks.c src/daemon/webhooks.h

src_libcli_a_SOURCES = \
	src/cli/approach_options.c src/cli/approach_options.h \
	src/cli/check.c \
	src/cli/check_text.c src/cli/check_text.h \
	src/cli/complete.c \
	src/cli/config_file.c src/cli/config_file.h \
	src/cli/daemon_ask.c src/cli/daemon_ask.h \
	src/cli/daemon_call.c src/cli/daemon_call.h \
	src/cli/events.c \
	src/cli/reload.c \
	src/cli/replay.c \
	src/cli/replay_judges.c src/cli/replay_judges.h \
	src/cli/replayed.c src/cli/replayed.h \
	src/cli/show.c \
	src/cli/show_stored.c src/cli/show_stored.h \
	src/cli/show_chains.c src/cli/show_chains.h \
	src/cli/show_text.c src/cli/show_text.h \
	src/cli/ack.c \
	src/cli/author.c src/cli/author.h \
	src/cli/silence.c \
	src/cli/silence_text.c src/cli/silence_text.h \
	src/cli/silences_stored.c src/cli/silences_stored.h \
	src/cli/status.c \
	src/cli/status_stored.c src/cli/status_stored.h \
	src/cli/status_text.c src/cli/status_text.h \
	src/cli/status_nagios.c src/cli/status_nagios.h \
	src/cli/store_judge.c src/cli/store_judge.h \
	src/cli/command.h src/cli/commands.c \
	src/cli/exit_code.c src/cli/exit_code.h \
	src/cli/expected_file.c src/cli/expected_file.h \
	src/cli/dead_letters.c \
	src/cli/clients.c \
	src/cli/explain.c \
	src/cli/fix.c \
	src/cli/fix_source.c src/cli/fix_source.h \
	src/cli/fix_text.c src/cli/fix_text.h \
	src/cli/history.c \
	src/cli/history_text.c src/cli/history_text.h \
	src/cli/host_operand.c src/cli/host_operand.h \
	src/cli/input.c src/cli/input.h \
	src/cli/inventory.c \
	src/cli/inventory_names.c src/cli/inventory_names.h \
	src/cli/inventory_text.c src/cli/inventory_text.h \
	src/cli/issuer_fetch.c src/cli/issuer_fetch.h \
	src/cli/lint.c \
	src/cli/looks.c src/cli/looks.h \
	src/cli/mend.c src/cli/mend.h \
	src/cli/names_asked.c src/cli/names_asked.h \
	src/cli/nagios.c src/cli/nagios.h \
	src/cli/notify_mail.c src/cli/notify_mail.h \
	src/cli/notify_test.c \
	src/cli/options.c src/cli/options.h \
	src/cli/output.c src/cli/output.h \
	src/cli/probe.c \
	src/cli/probe_daemon.c src/cli/probe_daemon.h \
	src/cli/probe_show.c src/cli/probe_show.h \
	src/cli/trust.c src/cli/trust.h \
	src/cli/what_if.c src/cli/what_if.h

# 12 manual: what the manuals say, out of the tables of all below
src_libmanual_a_SOURCES = \
	src/manual/manual.c src/manual/manual.h \
	src/manual/manual_commands.c \
	src/manual/manual_findings.c \
	src/manual/manual_keys.c \
	src/manual/manual_metrics.c \
	src/manual/roff.c src/manual/roff.h \
	src/manual/schema.c src/manual/schema.h \
	src/manual/tables.h

EXTRA_DIST += src/README src/STYLE src/LIMITS
