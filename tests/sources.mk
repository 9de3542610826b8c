# One program a test file: tests/<folder>/test_<file>.c is linked with what its
# layer may use and nothing more, so a call upward does not link.

TEST_CFLAGS = $(AM_CFLAGS) -Wno-unused-parameter
TEST_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests/compat -I$(srcdir)/tests \
	-DTEST_SRCDIR=\"$(abs_srcdir)/tests\" $(CMOCKA_CFLAGS)
EXTRA_DIST += tests/compat/cmocka.h

# base
check_PROGRAMS += tests/base/test_clock_sync
tests_base_test_clock_sync_CFLAGS = $(TEST_CFLAGS)
tests_base_test_clock_sync_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_clock_sync_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/base/test_histogram
tests_base_test_histogram_CFLAGS = $(TEST_CFLAGS)
tests_base_test_histogram_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_histogram_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/base/test_duration
tests_base_test_duration_CFLAGS = $(TEST_CFLAGS)
tests_base_test_duration_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_duration_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_array
tests_base_test_array_CFLAGS = $(TEST_CFLAGS)
tests_base_test_array_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_array_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_clock
tests_base_test_clock_CFLAGS = $(TEST_CFLAGS)
tests_base_test_clock_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_clock_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_error
tests_base_test_error_CFLAGS = $(TEST_CFLAGS)
tests_base_test_error_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_error_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_file
tests_base_test_file_CFLAGS = $(TEST_CFLAGS)
tests_base_test_file_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_file_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_file_replace
tests_base_test_file_replace_CFLAGS = $(TEST_CFLAGS)
tests_base_test_file_replace_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_file_replace_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_glob
tests_base_test_glob_CFLAGS = $(TEST_CFLAGS)
tests_base_test_glob_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_glob_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/base/test_hash
tests_base_test_hash_CFLAGS = $(TEST_CFLAGS)
tests_base_test_hash_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_hash_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_hex
tests_base_test_hex_CFLAGS = $(TEST_CFLAGS)
tests_base_test_hex_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_hex_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_ip_address
tests_base_test_ip_address_CFLAGS = $(TEST_CFLAGS)
tests_base_test_ip_address_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_ip_address_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_log
tests_base_test_log_CFLAGS = $(TEST_CFLAGS)
tests_base_test_log_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_log_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_mem
tests_base_test_mem_CFLAGS = $(TEST_CFLAGS)
tests_base_test_mem_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_mem_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_names
tests_base_test_names_CFLAGS = $(TEST_CFLAGS)
tests_base_test_names_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_names_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_safe_print
tests_base_test_safe_print_CFLAGS = $(TEST_CFLAGS)
tests_base_test_safe_print_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_safe_print_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_strbuf
tests_base_test_strbuf_CFLAGS = $(TEST_CFLAGS)
tests_base_test_strbuf_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_strbuf_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_texts
tests_base_test_texts_CFLAGS = $(TEST_CFLAGS)
tests_base_test_texts_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_texts_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_terminal
tests_base_test_terminal_CFLAGS = $(TEST_CFLAGS)
tests_base_test_terminal_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_terminal_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_timestamp
tests_base_test_timestamp_CFLAGS = $(TEST_CFLAGS)
tests_base_test_timestamp_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_timestamp_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/base/test_utf8
tests_base_test_utf8_CFLAGS = $(TEST_CFLAGS)
tests_base_test_utf8_CPPFLAGS = $(TEST_CPPFLAGS)
tests_base_test_utf8_LDADD = $(LINK_BASE) $(CMOCKA_LIBS)

# support: what tests share (minting, scripted peers, fakes)
check_LIBRARIES += tests/support/libmint.a
tests_support_libmint_a_CFLAGS = $(TEST_CFLAGS)
tests_support_libmint_a_CPPFLAGS = $(TEST_CPPFLAGS)
tests_support_libmint_a_SOURCES = \
	tests/support/mint.c tests/support/mint.h \
	tests/support/mint_crl.c tests/support/mint_crl.h \
	tests/support/mint_ocsp.c tests/support/mint_ocsp.h \
	tests/support/mint_crl_big.c tests/support/mint_crl_big.h \
	tests/support/mint_key.c tests/support/mint_key.h \
	tests/support/mint_log.c tests/support/mint_log.h \
	tests/support/mint_names.c tests/support/mint_names.h \
	tests/support/mint_pkcs12.c tests/support/mint_pkcs12.h \
	tests/support/mint_sct.c tests/support/mint_sct.h
# Stands before LINK_PKI and all that holds it.
LINK_MINT = tests/support/libmint.a

# TLS servers that do as they are told, over sockets and in memory.
check_LIBRARIES += tests/support/libtls.a
tests_support_libtls_a_CFLAGS = $(TEST_CFLAGS)
tests_support_libtls_a_CPPFLAGS = $(TEST_CPPFLAGS)
tests_support_libtls_a_SOURCES = \
	tests/support/memory_peer.c tests/support/memory_peer.h \
	tests/support/probe_scene.c tests/support/probe_scene.h \
	tests/support/tls_script.c tests/support/tls_script.h \
	tests/support/tls_server.c tests/support/tls_server.h
LINK_TLS = tests/support/libtls.a $(LINK_MINT)

check_PROGRAMS += tests/support/test_mint
tests_support_test_mint_CFLAGS = $(TEST_CFLAGS)
tests_support_test_mint_CPPFLAGS = $(TEST_CPPFLAGS)
tests_support_test_mint_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

# pki
check_PROGRAMS += tests/pki/test_cert
tests_pki_test_cert_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_cert_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_cert_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_cert_body
tests_pki_test_cert_body_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_cert_body_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_cert_body_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/pki/test_cert_extensions
tests_pki_test_cert_extensions_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_cert_extensions_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_cert_extensions_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_cert_key
tests_pki_test_cert_key_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_cert_key_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_cert_key_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_cert_names
tests_pki_test_cert_names_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_cert_names_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_cert_names_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_cert_set
tests_pki_test_cert_set_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_cert_set_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_cert_set_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_pkcs12
tests_pki_test_pkcs12_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_pkcs12_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_pkcs12_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_pkcs12_cost
tests_pki_test_pkcs12_cost_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_pkcs12_cost_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_pkcs12_cost_LDADD = $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_crl
tests_pki_test_crl_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_crl_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_crl_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_crl_file
tests_pki_test_crl_file_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_crl_file_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_crl_file_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_crl_freshest
tests_pki_test_crl_freshest_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_crl_freshest_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_crl_freshest_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_crl_proof
tests_pki_test_crl_proof_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_crl_proof_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_crl_proof_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_crl_scope
tests_pki_test_crl_scope_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_crl_scope_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_crl_scope_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_crl_walk
tests_pki_test_crl_walk_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_crl_walk_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_crl_walk_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_ocsp
tests_pki_test_ocsp_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_ocsp_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_ocsp_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_ocsp_answer
tests_pki_test_ocsp_answer_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_ocsp_answer_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_ocsp_answer_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_ocsp_file
tests_pki_test_ocsp_file_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_ocsp_file_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_ocsp_file_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_ocsp_request
tests_pki_test_ocsp_request_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_ocsp_request_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_ocsp_request_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_der_reader
tests_pki_test_der_reader_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_der_reader_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_der_reader_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_cert_time
tests_pki_test_cert_time_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_cert_time_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_cert_time_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_chain
tests_pki_test_chain_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_chain_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_chain_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_crypto_error
tests_pki_test_crypto_error_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_crypto_error_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_crypto_error_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_der
tests_pki_test_der_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_der_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_der_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_dns_name
tests_pki_test_dns_name_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_dns_name_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_dns_name_LDADD = $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_hostname
tests_pki_test_hostname_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_hostname_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_hostname_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_near_name
tests_pki_test_near_name_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_near_name_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_near_name_LDADD = $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_key_library
tests_pki_test_key_library_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_key_library_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_key_library_LDADD = $(LINK_PKI) $(CMOCKA_LIBS) $(OPENSSL_LIBS)

check_PROGRAMS += tests/pki/test_public_key
tests_pki_test_public_key_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_public_key_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_public_key_LDADD = $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_pem
tests_pki_test_pem_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_pem_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_pem_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_pem_block
tests_pki_test_pem_block_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_pem_block_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_pem_block_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_pem_guess
tests_pki_test_pem_guess_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_pem_guess_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_pem_guess_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_pem_label
tests_pki_test_pem_label_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_pem_label_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_pem_label_LDADD = $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_pem_load
tests_pki_test_pem_load_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_pem_load_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_pem_load_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_pem_scan
tests_pki_test_pem_scan_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_pem_scan_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_pem_scan_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_identity
tests_pki_test_identity_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_identity_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_identity_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/pki/test_private_key
tests_pki_test_private_key_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_private_key_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_private_key_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_sct
tests_pki_test_sct_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_sct_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_sct_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/pki/test_sct_verify
tests_pki_test_sct_verify_SOURCES = tests/pki/test_sct_verify.c $(TEMP_FOLDER)
tests_pki_test_sct_verify_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_sct_verify_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_sct_verify_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_signature
tests_pki_test_signature_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_signature_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_signature_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_tlsa
tests_pki_test_tlsa_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_tlsa_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_tlsa_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/pki/test_trust_store
tests_pki_test_trust_store_CFLAGS = $(TEST_CFLAGS)
tests_pki_test_trust_store_CPPFLAGS = $(TEST_CPPFLAGS)
tests_pki_test_trust_store_LDADD = $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

# net
check_PROGRAMS += tests/net/test_loop
tests_net_test_loop_CFLAGS = $(TEST_CFLAGS)
tests_net_test_loop_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_loop_LDADD = $(LINK_NET) $(CMOCKA_LIBS)
check_PROGRAMS += tests/net/test_dial
tests_net_test_dial_CFLAGS = $(TEST_CFLAGS)
tests_net_test_dial_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_dial_LDADD = $(LINK_NET) $(CMOCKA_LIBS)
check_PROGRAMS += tests/net/test_listener
tests_net_test_listener_SOURCES = tests/net/test_listener.c \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_net_test_listener_CFLAGS = $(TEST_CFLAGS)
tests_net_test_listener_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_listener_LDADD = $(LINK_NET) $(CMOCKA_LIBS)
if WITH_PAGE
check_PROGRAMS += tests/net/test_http_server
tests_net_test_http_server_CFLAGS = $(TEST_CFLAGS)
tests_net_test_http_server_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_http_server_LDADD = $(LINK_NET) $(CMOCKA_LIBS)
endif
check_PROGRAMS += tests/net/test_stream
tests_net_test_stream_CFLAGS = $(TEST_CFLAGS)
tests_net_test_stream_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_stream_LDADD = \
	$(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/net/test_tls_session
tests_net_test_tls_session_CFLAGS = $(TEST_CFLAGS)
tests_net_test_tls_session_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_tls_session_LDADD = \
	$(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/net/test_dns_answer
tests_net_test_dns_answer_CFLAGS = $(TEST_CFLAGS)
tests_net_test_dns_answer_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_dns_answer_LDADD = $(LINK_NET) $(CMOCKA_LIBS)
check_PROGRAMS += tests/net/test_dns_records
tests_net_test_dns_records_CFLAGS = $(TEST_CFLAGS)
tests_net_test_dns_records_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_dns_records_LDADD = $(LINK_NET) $(CMOCKA_LIBS)
check_PROGRAMS += tests/net/test_lookup
tests_net_test_lookup_SOURCES = tests/net/test_lookup.c \
	tests/support/dns_server.c tests/support/dns_server.h
tests_net_test_lookup_CFLAGS = $(TEST_CFLAGS)
tests_net_test_lookup_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_lookup_LDADD = $(LINK_NET) $(CMOCKA_LIBS)
check_PROGRAMS += tests/net/test_hosts
tests_net_test_hosts_CFLAGS = $(TEST_CFLAGS)
tests_net_test_hosts_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_hosts_LDADD = $(LINK_NET) $(CMOCKA_LIBS)
check_PROGRAMS += tests/net/test_uplink
tests_net_test_uplink_CFLAGS = $(TEST_CFLAGS)
tests_net_test_uplink_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_uplink_LDADD = $(LINK_NET) $(CMOCKA_LIBS)
check_PROGRAMS += tests/net/test_resolve
tests_net_test_resolve_SOURCES = tests/net/test_resolve.c \
	tests/support/dns_server.c tests/support/dns_server.h
tests_net_test_resolve_CFLAGS = $(TEST_CFLAGS)
tests_net_test_resolve_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_resolve_LDADD = $(LINK_NET) $(CMOCKA_LIBS)

check_LIBRARIES += tests/support/libreceiver.a
tests_support_libreceiver_a_CFLAGS = $(TEST_CFLAGS)
tests_support_libreceiver_a_CPPFLAGS = $(TEST_CPPFLAGS)
tests_support_libreceiver_a_SOURCES = \
	tests/support/http_receiver.c tests/support/http_receiver.h
# Stands before LINK_TLS.
LINK_RECEIVER = tests/support/libreceiver.a

SMTP_RECEIVER = tests/support/smtp_receiver.c \
	tests/support/smtp_receiver.h
check_PROGRAMS += tests/net/test_smtp
tests_net_test_smtp_SOURCES = tests/net/test_smtp.c $(SMTP_RECEIVER)
tests_net_test_smtp_CFLAGS = $(TEST_CFLAGS)
tests_net_test_smtp_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_smtp_LDADD = $(LINK_NET) $(CMOCKA_LIBS)
check_PROGRAMS += tests/net/test_http
tests_net_test_http_CFLAGS = $(TEST_CFLAGS)
tests_net_test_http_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_http_LDADD = $(LINK_RECEIVER) $(LINK_TLS) $(LINK_PROBE) \
	$(CMOCKA_LIBS)
check_PROGRAMS += tests/net/test_http_caching
tests_net_test_http_caching_CFLAGS = $(TEST_CFLAGS)
tests_net_test_http_caching_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_http_caching_LDADD = $(LINK_NET) $(CMOCKA_LIBS)

check_PROGRAMS += tests/net/test_http_url
tests_net_test_http_url_CFLAGS = $(TEST_CFLAGS)
tests_net_test_http_url_CPPFLAGS = $(TEST_CPPFLAGS)
tests_net_test_http_url_LDADD = $(LINK_NET) $(CMOCKA_LIBS)

# model
check_PROGRAMS += tests/model/test_dns_service
tests_model_test_dns_service_CFLAGS = $(TEST_CFLAGS)
tests_model_test_dns_service_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_dns_service_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_dane
tests_model_test_dane_CFLAGS = $(TEST_CFLAGS)
tests_model_test_dane_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_dane_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_expectation
tests_model_test_expectation_CFLAGS = $(TEST_CFLAGS)
tests_model_test_expectation_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_expectation_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_starttls
tests_model_test_starttls_CFLAGS = $(TEST_CFLAGS)
tests_model_test_starttls_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_starttls_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_failure
tests_model_test_failure_CFLAGS = $(TEST_CFLAGS)
tests_model_test_failure_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_failure_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_observation
tests_model_test_observation_CFLAGS = $(TEST_CFLAGS)
tests_model_test_observation_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_observation_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_approach
tests_model_test_approach_CFLAGS = $(TEST_CFLAGS)
tests_model_test_approach_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_approach_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_credentials
tests_model_test_credentials_CFLAGS = $(TEST_CFLAGS)
tests_model_test_credentials_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_credentials_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_endpoint
tests_model_test_endpoint_CFLAGS = $(TEST_CFLAGS)
tests_model_test_endpoint_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_endpoint_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_endpoint_front
tests_model_test_endpoint_front_CFLAGS = $(TEST_CFLAGS)
tests_model_test_endpoint_front_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_endpoint_front_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_endpoint_settings
tests_model_test_endpoint_settings_CFLAGS = $(TEST_CFLAGS)
tests_model_test_endpoint_settings_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_endpoint_settings_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_provider
tests_model_test_provider_CFLAGS = $(TEST_CFLAGS)
tests_model_test_provider_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_provider_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_finding
tests_model_test_finding_CFLAGS = $(TEST_CFLAGS)
tests_model_test_finding_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_finding_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_policy
tests_model_test_policy_CFLAGS = $(TEST_CFLAGS)
tests_model_test_policy_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_policy_LDADD = $(LINK_MINT) $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_policy_lines
tests_model_test_policy_lines_CFLAGS = $(TEST_CFLAGS)
tests_model_test_policy_lines_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_policy_lines_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_policy_text
tests_model_test_policy_text_CFLAGS = $(TEST_CFLAGS)
tests_model_test_policy_text_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_policy_text_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_policy_values
tests_model_test_policy_values_CFLAGS = $(TEST_CFLAGS)
tests_model_test_policy_values_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_policy_values_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_remedy
tests_model_test_remedy_CFLAGS = $(TEST_CFLAGS)
tests_model_test_remedy_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_remedy_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_report
tests_model_test_report_CFLAGS = $(TEST_CFLAGS)
tests_model_test_report_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_report_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_endpoint_file
tests_model_test_endpoint_file_CFLAGS = $(TEST_CFLAGS)
tests_model_test_endpoint_file_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_endpoint_file_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_revocation
tests_model_test_revocation_CFLAGS = $(TEST_CFLAGS)
tests_model_test_revocation_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_revocation_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)

check_PROGRAMS += tests/model/test_want
tests_model_test_want_CFLAGS = $(TEST_CFLAGS)
tests_model_test_want_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_want_LDADD = $(LINK_MINT) $(LINK_MODEL) $(CMOCKA_LIBS)

check_PROGRAMS += tests/model/test_route
tests_model_test_route_CFLAGS = $(TEST_CFLAGS)
tests_model_test_route_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_route_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_sink_names
tests_model_test_sink_names_CFLAGS = $(TEST_CFLAGS)
tests_model_test_sink_names_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_sink_names_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_report_clients
tests_model_test_report_clients_CFLAGS = $(TEST_CFLAGS)
tests_model_test_report_clients_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_report_clients_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_severity
tests_model_test_severity_CFLAGS = $(TEST_CFLAGS)
tests_model_test_severity_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_severity_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_place
tests_model_test_place_CFLAGS = $(TEST_CFLAGS)
tests_model_test_place_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_place_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_target
tests_model_test_target_CFLAGS = $(TEST_CFLAGS)
tests_model_test_target_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_target_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_cert_details
tests_model_test_cert_details_CFLAGS = $(TEST_CFLAGS)
tests_model_test_cert_details_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_cert_details_LDADD = $(LINK_MINT) $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_cert_facts
tests_model_test_cert_facts_CFLAGS = $(TEST_CFLAGS)
tests_model_test_cert_facts_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_cert_facts_LDADD = $(LINK_MINT) $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_variant
tests_model_test_variant_CFLAGS = $(TEST_CFLAGS)
tests_model_test_variant_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_variant_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_chain_change
tests_model_test_chain_change_CFLAGS = $(TEST_CFLAGS)
tests_model_test_chain_change_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_chain_change_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_allowed
tests_model_test_allowed_CFLAGS = $(TEST_CFLAGS)
tests_model_test_allowed_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_allowed_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_verdict
tests_model_test_verdict_CFLAGS = $(TEST_CFLAGS)
tests_model_test_verdict_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_verdict_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)

check_PROGRAMS += tests/model/test_endpoint_status
tests_model_test_endpoint_status_CFLAGS = $(TEST_CFLAGS)
tests_model_test_endpoint_status_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_endpoint_status_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_monitor_fault
tests_model_test_monitor_fault_CFLAGS = $(TEST_CFLAGS)
tests_model_test_monitor_fault_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_monitor_fault_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_outage
tests_model_test_outage_CFLAGS = $(TEST_CFLAGS)
tests_model_test_outage_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_outage_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_event
tests_model_test_event_CFLAGS = $(TEST_CFLAGS)
tests_model_test_event_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_event_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)

check_PROGRAMS += tests/model/test_scope
tests_model_test_scope_CFLAGS = $(TEST_CFLAGS)
tests_model_test_scope_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_scope_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_window
tests_model_test_window_CFLAGS = $(TEST_CFLAGS)
tests_model_test_window_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_window_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_silence
tests_model_test_silence_CFLAGS = $(TEST_CFLAGS)
tests_model_test_silence_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_silence_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_hush
tests_model_test_hush_CFLAGS = $(TEST_CFLAGS)
tests_model_test_hush_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_hush_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)

check_PROGRAMS += tests/model/test_incident
tests_model_test_incident_CFLAGS = $(TEST_CFLAGS)
tests_model_test_incident_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_incident_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)

check_PROGRAMS += tests/model/test_target_state
tests_model_test_target_state_CFLAGS = $(TEST_CFLAGS)
tests_model_test_target_state_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_target_state_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)

# clients
CLIENT_TRIAL = tests/support/client_trial.c tests/support/client_trial.h
check_PROGRAMS += tests/clients/test_build_backward
tests_clients_test_build_backward_SOURCES = tests/clients/test_build_backward.c $(CLIENT_TRIAL)
tests_clients_test_build_backward_CFLAGS = $(TEST_CFLAGS)
tests_clients_test_build_backward_CPPFLAGS = $(TEST_CPPFLAGS)
tests_clients_test_build_backward_LDADD = $(LINK_CLIENTS) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/clients/test_build_every_path
tests_clients_test_build_every_path_SOURCES = tests/clients/test_build_every_path.c $(CLIENT_TRIAL)
tests_clients_test_build_every_path_CFLAGS = $(TEST_CFLAGS)
tests_clients_test_build_every_path_CPPFLAGS = $(TEST_CPPFLAGS)
tests_clients_test_build_every_path_LDADD = $(LINK_CLIENTS) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/clients/test_build_forward
tests_clients_test_build_forward_SOURCES = tests/clients/test_build_forward.c $(CLIENT_TRIAL)
tests_clients_test_build_forward_CFLAGS = $(TEST_CFLAGS)
tests_clients_test_build_forward_CPPFLAGS = $(TEST_CPPFLAGS)
tests_clients_test_build_forward_LDADD = $(LINK_CLIENTS) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/clients/test_build_greedy
tests_clients_test_build_greedy_SOURCES = tests/clients/test_build_greedy.c $(CLIENT_TRIAL)
tests_clients_test_build_greedy_CFLAGS = $(TEST_CFLAGS)
tests_clients_test_build_greedy_CPPFLAGS = $(TEST_CPPFLAGS)
tests_clients_test_build_greedy_LDADD = $(LINK_CLIENTS) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/clients/test_build_newest
tests_clients_test_build_newest_SOURCES = tests/clients/test_build_newest.c $(CLIENT_TRIAL)
tests_clients_test_build_newest_CFLAGS = $(TEST_CFLAGS)
tests_clients_test_build_newest_CPPFLAGS = $(TEST_CPPFLAGS)
tests_clients_test_build_newest_LDADD = $(LINK_CLIENTS) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/clients/test_build_sorted
tests_clients_test_build_sorted_SOURCES = tests/clients/test_build_sorted.c $(CLIENT_TRIAL)
tests_clients_test_build_sorted_CFLAGS = $(TEST_CFLAGS)
tests_clients_test_build_sorted_CPPFLAGS = $(TEST_CPPFLAGS)
tests_clients_test_build_sorted_LDADD = $(LINK_CLIENTS) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/clients/test_build_strict
tests_clients_test_build_strict_SOURCES = tests/clients/test_build_strict.c $(CLIENT_TRIAL)
tests_clients_test_build_strict_CFLAGS = $(TEST_CFLAGS)
tests_clients_test_build_strict_CPPFLAGS = $(TEST_CPPFLAGS)
tests_clients_test_build_strict_LDADD = $(LINK_CLIENTS) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/clients/test_profiles
tests_clients_test_profiles_CFLAGS = $(TEST_CFLAGS)
tests_clients_test_profiles_CPPFLAGS = $(TEST_CPPFLAGS)
tests_clients_test_profiles_LDADD = $(LINK_CLIENTS) $(CMOCKA_LIBS)
check_PROGRAMS += tests/clients/test_clients
tests_clients_test_clients_SOURCES = tests/clients/test_clients.c $(CLIENT_TRIAL)
tests_clients_test_clients_CFLAGS = $(TEST_CFLAGS)
tests_clients_test_clients_CPPFLAGS = $(TEST_CPPFLAGS)
tests_clients_test_clients_LDADD = $(LINK_CLIENTS) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/clients/test_name_facts
tests_clients_test_name_facts_CFLAGS = $(TEST_CFLAGS)
tests_clients_test_name_facts_CPPFLAGS = $(TEST_CPPFLAGS)
tests_clients_test_name_facts_LDADD = $(LINK_CLIENTS) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/clients/test_choice
tests_clients_test_choice_CFLAGS = $(TEST_CFLAGS)
tests_clients_test_choice_CPPFLAGS = $(TEST_CPPFLAGS)
tests_clients_test_choice_LDADD = $(LINK_CLIENTS) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/clients/test_reason
tests_clients_test_reason_CFLAGS = $(TEST_CFLAGS)
tests_clients_test_reason_CPPFLAGS = $(TEST_CPPFLAGS)
tests_clients_test_reason_LDADD = $(LINK_CLIENTS) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)

# What real TLS stacks are asked; tests/clients/stacks.sh
EXTRA_PROGRAMS = tests/clients/corpus
tests_clients_corpus_CFLAGS = $(TEST_CFLAGS)
tests_clients_corpus_CPPFLAGS = $(TEST_CPPFLAGS)
tests_clients_corpus_LDADD = $(LINK_CASE)
EXTRA_DIST += tests/clients/features tests/clients/disagreements \
	tests/clients/stacks.sh tests/clients/stacks.table \
	tests/clients/browsers.table \
	tests/clients/stacks/browser_chains.py \
	tests/clients/stacks/ask_chromium.py \
	tests/clients/stacks/ask_firefox.py \
	tests/clients/stacks/ask.c tests/clients/stacks/ask.h \
	tests/clients/stacks/ask_gnutls.c tests/clients/stacks/ask_go.go \
	tests/clients/stacks/ask_openssl.c tests/clients/stacks/AskJava.java \
	tests/clients/stacks/ask_bearssl.c tests/clients/stacks/ask_mbedtls.c \
	tests/clients/stacks/ask_nss.c tests/clients/stacks/ask_wolfssl.c \
	tests/clients/stacks/serve.c tests/clients/stacks/serve.h

# judge
check_PROGRAMS += tests/judge/test_path
tests_judge_test_path_CFLAGS = $(TEST_CFLAGS)
tests_judge_test_path_CPPFLAGS = $(TEST_CPPFLAGS)
tests_judge_test_path_LDADD = $(LINK_JUDGE) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/judge/test_verify
tests_judge_test_verify_CFLAGS = $(TEST_CFLAGS)
tests_judge_test_verify_CPPFLAGS = $(TEST_CPPFLAGS)
tests_judge_test_verify_LDADD = $(LINK_JUDGE) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/judge/test_cause
tests_judge_test_cause_CFLAGS = $(TEST_CFLAGS)
tests_judge_test_cause_CPPFLAGS = $(TEST_CPPFLAGS)
tests_judge_test_cause_LDADD = $(LINK_JUDGE) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/judge/test_judge
tests_judge_test_judge_CFLAGS = $(TEST_CFLAGS)
tests_judge_test_judge_CPPFLAGS = $(TEST_CPPFLAGS)
tests_judge_test_judge_LDADD = $(LINK_JUDGE) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/judge/test_signatures_once
tests_judge_test_signatures_once_CFLAGS = $(TEST_CFLAGS)
tests_judge_test_signatures_once_CPPFLAGS = $(TEST_CPPFLAGS)
tests_judge_test_signatures_once_LDADD = $(LINK_JUDGE) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
tests_judge_test_signatures_once_LDFLAGS = \
	$(AM_LDFLAGS) -Wl,--wrap=X509_verify
check_PROGRAMS += tests/judge/test_explode
tests_judge_test_explode_CFLAGS = $(TEST_CFLAGS)
tests_judge_test_explode_CPPFLAGS = $(TEST_CPPFLAGS)
tests_judge_test_explode_LDADD = $(LINK_JUDGE) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_LIBRARIES += tests/support/libcase.a
tests_support_libcase_a_CFLAGS = $(TEST_CFLAGS)
tests_support_libcase_a_CPPFLAGS = $(TEST_CPPFLAGS)
tests_support_libcase_a_SOURCES = \
	tests/support/case.c tests/support/case.h \
	tests/support/case_cert.c tests/support/case_crl.c \
	tests/support/case_ct.c tests/support/case_ct.h tests/support/case_dane.c \
	tests/support/case_look.c tests/support/case_ocsp.c \
	tests/support/case_policy.c

EXTRA_DIST += tests/cases

LINK_CASE = tests/support/libcase.a $(LINK_JUDGE) $(LINK_MINT) $(LINK_PKI)

check_PROGRAMS += tests/judge/test_horizon
tests_judge_test_horizon_CFLAGS = $(TEST_CFLAGS)
tests_judge_test_horizon_CPPFLAGS = $(TEST_CPPFLAGS)
tests_judge_test_horizon_LDADD = $(LINK_CASE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/judge/test_order
tests_judge_test_order_CFLAGS = $(TEST_CFLAGS)
tests_judge_test_order_CPPFLAGS = $(TEST_CPPFLAGS)
tests_judge_test_order_LDADD = $(LINK_CASE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/judge/test_delta
tests_judge_test_delta_CFLAGS = $(TEST_CFLAGS)
tests_judge_test_delta_CPPFLAGS = $(TEST_CPPFLAGS)
tests_judge_test_delta_LDADD = $(LINK_JUDGE) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/judge/test_crl_offer
tests_judge_test_crl_offer_CFLAGS = $(TEST_CFLAGS)
tests_judge_test_crl_offer_CPPFLAGS = $(TEST_CPPFLAGS)
tests_judge_test_crl_offer_LDADD = $(LINK_JUDGE) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/judge/test_mended
tests_judge_test_mended_CFLAGS = $(TEST_CFLAGS)
tests_judge_test_mended_CPPFLAGS = $(TEST_CPPFLAGS)
tests_judge_test_mended_LDADD = $(LINK_JUDGE) $(LINK_MINT) $(LINK_PKI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/judge/test_repair
tests_judge_test_repair_CFLAGS = $(TEST_CFLAGS)
tests_judge_test_repair_CPPFLAGS = $(TEST_CPPFLAGS)
tests_judge_test_repair_LDADD = $(LINK_CASE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/judge/test_cases
tests_judge_test_cases_CFLAGS = $(TEST_CFLAGS)
tests_judge_test_cases_CPPFLAGS = $(TEST_CPPFLAGS)
tests_judge_test_cases_LDADD = $(LINK_CASE) $(CMOCKA_LIBS)

# incident
check_PROGRAMS += tests/incident/test_announce
tests_incident_test_announce_SOURCES = tests/incident/test_announce.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_announce_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_announce_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_announce_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_addresses
tests_incident_test_addresses_SOURCES = tests/incident/test_addresses.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_addresses_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_addresses_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_addresses_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_hush
tests_incident_test_hush_SOURCES = tests/incident/test_hush.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_hush_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_hush_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_hush_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_book
tests_incident_test_book_SOURCES = tests/incident/test_book.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_book_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_book_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_book_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_chain
tests_incident_test_chain_SOURCES = tests/incident/test_chain.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_chain_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_chain_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_chain_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_changes
tests_incident_test_changes_SOURCES = tests/incident/test_changes.c \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_changes_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_changes_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_changes_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/incident/test_regression
tests_incident_test_regression_SOURCES = tests/incident/test_regression.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_regression_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_regression_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_regression_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/incident/test_routing
tests_incident_test_routing_SOURCES = tests/incident/test_routing.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_routing_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_routing_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_routing_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/incident/test_rollout
tests_incident_test_rollout_SOURCES = tests/incident/test_rollout.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_rollout_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_rollout_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_rollout_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/incident/test_overdue
tests_incident_test_overdue_SOURCES = tests/incident/test_overdue.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_overdue_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_overdue_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_overdue_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/incident/test_renewal
tests_incident_test_renewal_SOURCES = tests/incident/test_renewal.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_renewal_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_renewal_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_renewal_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/incident/test_compare
tests_incident_test_compare_SOURCES = tests/incident/test_compare.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_compare_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_compare_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_compare_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_confirm
tests_incident_test_confirm_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_confirm_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_confirm_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_deployed
tests_incident_test_deployed_SOURCES = tests/incident/test_deployed.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_deployed_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_deployed_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_deployed_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_divergence
tests_incident_test_divergence_SOURCES = tests/incident/test_divergence.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_divergence_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_divergence_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_divergence_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_facts
tests_incident_test_facts_SOURCES = tests/incident/test_facts.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_facts_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_facts_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_facts_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_restore
tests_incident_test_restore_SOURCES = tests/incident/test_restore.c \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_restore_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_restore_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_restore_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/incident/test_fault_names
tests_incident_test_fault_names_SOURCES = tests/incident/test_fault_names.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_fault_names_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_fault_names_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_fault_names_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_fleet
tests_incident_test_fleet_SOURCES = tests/incident/test_fleet.c \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_fleet_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_fleet_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_fleet_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_kind
tests_incident_test_kind_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_kind_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_kind_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_mixed
tests_incident_test_mixed_SOURCES = tests/incident/test_mixed.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_mixed_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_mixed_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_mixed_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_step
tests_incident_test_step_SOURCES = tests/incident/test_step.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_step_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_step_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_step_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_summary
tests_incident_test_summary_SOURCES = tests/incident/test_summary.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_summary_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_summary_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_summary_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_table
tests_incident_test_table_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_table_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_table_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_variant
tests_incident_test_variant_SOURCES = tests/incident/test_variant.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_variant_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_variant_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_variant_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_watched
tests_incident_test_watched_SOURCES = tests/incident/test_watched.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_watched_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_watched_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_watched_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_weather
tests_incident_test_weather_SOURCES = tests/incident/test_weather.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_weather_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_weather_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_weather_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_words
tests_incident_test_words_SOURCES = tests/incident/test_words.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_words_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_words_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_words_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_random_walk
tests_incident_test_random_walk_SOURCES = tests/incident/test_random_walk.c \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_random_walk_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_random_walk_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_random_walk_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_clock_sanity
tests_incident_test_clock_sanity_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_clock_sanity_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_clock_sanity_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/incident/test_interception
tests_incident_test_interception_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_interception_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_interception_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/incident/test_sample
tests_incident_test_sample_SOURCES = tests/incident/test_sample.c
tests_incident_test_sample_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_sample_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_sample_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_offline
tests_incident_test_offline_SOURCES = tests/incident/test_offline.c
tests_incident_test_offline_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_offline_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_offline_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)

check_PROGRAMS += tests/incident/test_scenarios
tests_incident_test_scenarios_SOURCES = tests/incident/test_scenarios.c \
	tests/support/scenario.c tests/support/scenario.h \
	tests/support/scenario_certs.c tests/support/scenario_certs.h \
	tests/support/scenario_hush.c tests/support/scenario_hush.h \
	tests/support/scenario_ledger.c tests/support/scenario_ledger.h \
	tests/support/scenario_names.c tests/support/scenario_names.h \
	tests/support/scenario_places.c tests/support/scenario_places.h \
	tests/support/scenario_routes.c tests/support/scenario_routes.h \
	tests/support/scenario_ways.c tests/support/scenario_ways.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_incident_test_scenarios_CFLAGS = $(TEST_CFLAGS)
tests_incident_test_scenarios_CPPFLAGS = $(TEST_CPPFLAGS)
tests_incident_test_scenarios_LDADD = $(LINK_INCIDENT) $(CMOCKA_LIBS)
EXTRA_DIST += tests/scenarios
EXTRA_DIST += tests/probe/conversations

# schedule
check_PROGRAMS += tests/schedule/test_schedule
tests_schedule_test_schedule_CFLAGS = $(TEST_CFLAGS)
tests_schedule_test_schedule_CPPFLAGS = $(TEST_CPPFLAGS)
tests_schedule_test_schedule_LDADD = $(LINK_SCHEDULE) $(CMOCKA_LIBS)

# render
check_LIBRARIES += tests/render/libscene.a
tests_render_libscene_a_CFLAGS = $(TEST_CFLAGS)
tests_render_libscene_a_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_libscene_a_SOURCES = \
	tests/render/scene.c tests/render/scene.h
# Stands before LINK_RENDER and all that holds it.
LINK_SCENE = tests/render/libscene.a $(LINK_MINT)

check_PROGRAMS += tests/render/test_render_status
tests_render_test_render_status_CFLAGS = $(TEST_CFLAGS)
tests_render_test_render_status_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_render_status_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_metric_fleet
tests_render_test_metric_fleet_CFLAGS = $(TEST_CFLAGS)
tests_render_test_metric_fleet_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_metric_fleet_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_metric_format
tests_render_test_metric_format_CFLAGS = $(TEST_CFLAGS)
tests_render_test_metric_format_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_metric_format_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_metric_page
tests_render_test_metric_page_CFLAGS = $(TEST_CFLAGS)
tests_render_test_metric_page_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_metric_page_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_metric_use
tests_render_test_metric_use_CFLAGS = $(TEST_CFLAGS)
tests_render_test_metric_use_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_metric_use_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_metric_table
tests_render_test_metric_table_CFLAGS = $(TEST_CFLAGS)
tests_render_test_metric_table_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_metric_table_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_render_metrics
tests_render_test_render_metrics_CFLAGS = $(TEST_CFLAGS)
tests_render_test_render_metrics_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_render_metrics_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_render_own_fault
tests_render_test_render_own_fault_CFLAGS = $(TEST_CFLAGS)
tests_render_test_render_own_fault_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_render_own_fault_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_json_change
tests_render_test_json_change_CFLAGS = $(TEST_CFLAGS)
tests_render_test_json_change_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_json_change_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_json_cert
tests_render_test_json_cert_CFLAGS = $(TEST_CFLAGS)
tests_render_test_json_cert_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_json_cert_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_json_finding
tests_render_test_json_finding_CFLAGS = $(TEST_CFLAGS)
tests_render_test_json_finding_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_json_finding_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_json_front
tests_render_test_json_front_CFLAGS = $(TEST_CFLAGS)
tests_render_test_json_front_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_json_front_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_json_value
tests_render_test_json_value_CFLAGS = $(TEST_CFLAGS)
tests_render_test_json_value_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_json_value_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_render_about
tests_render_test_render_about_CFLAGS = $(TEST_CFLAGS)
tests_render_test_render_about_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_render_about_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_render_catalog
tests_render_test_render_catalog_CFLAGS = $(TEST_CFLAGS)
tests_render_test_render_catalog_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_render_catalog_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_render_syslog
tests_render_test_render_syslog_CFLAGS = $(TEST_CFLAGS)
tests_render_test_render_syslog_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_render_syslog_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_render_json
tests_render_test_render_json_CFLAGS = $(TEST_CFLAGS)
tests_render_test_render_json_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_render_json_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_json_routing
tests_render_test_json_routing_CFLAGS = $(TEST_CFLAGS)
tests_render_test_json_routing_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_json_routing_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_render_pagerduty
tests_render_test_render_pagerduty_CFLAGS = $(TEST_CFLAGS)
tests_render_test_render_pagerduty_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_render_pagerduty_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_mail_header
tests_render_test_mail_header_CFLAGS = $(TEST_CFLAGS)
tests_render_test_mail_header_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_mail_header_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_render_mail
tests_render_test_render_mail_CFLAGS = $(TEST_CFLAGS)
tests_render_test_render_mail_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_render_mail_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_render_alert
tests_render_test_render_alert_CFLAGS = $(TEST_CFLAGS)
tests_render_test_render_alert_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_render_alert_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_render_page
tests_render_test_render_page_CFLAGS = $(TEST_CFLAGS)
tests_render_test_render_page_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_render_page_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_render_slack
tests_render_test_render_slack_CFLAGS = $(TEST_CFLAGS)
tests_render_test_render_slack_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_render_slack_LDADD = $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_render_text
tests_render_test_render_text_CFLAGS = $(TEST_CFLAGS)
tests_render_test_render_text_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_render_text_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_text_event
tests_render_test_text_event_CFLAGS = $(TEST_CFLAGS)
tests_render_test_text_event_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_text_event_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_text_layout
tests_render_test_text_layout_CFLAGS = $(TEST_CFLAGS)
tests_render_test_text_layout_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_text_layout_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)
check_PROGRAMS += tests/render/test_text_clients
tests_render_test_text_clients_CFLAGS = $(TEST_CFLAGS)
tests_render_test_text_clients_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_text_clients_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_text_remark
tests_render_test_text_remark_CFLAGS = $(TEST_CFLAGS)
tests_render_test_text_remark_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_text_remark_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_text_remedy
tests_render_test_text_remedy_CFLAGS = $(TEST_CFLAGS)
tests_render_test_text_remedy_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_text_remedy_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_difference
tests_render_test_difference_CFLAGS = $(TEST_CFLAGS)
tests_render_test_difference_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_difference_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

# probe

check_PROGRAMS += tests/render/test_text_transparency
tests_render_test_text_transparency_CFLAGS = $(TEST_CFLAGS)
tests_render_test_text_transparency_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_text_transparency_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_json_transparency
tests_render_test_json_transparency_CFLAGS = $(TEST_CFLAGS)
tests_render_test_json_transparency_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_json_transparency_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_text_revocation
tests_render_test_text_revocation_CFLAGS = $(TEST_CFLAGS)
tests_render_test_text_revocation_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_text_revocation_LDADD = $(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_json_revocation
tests_render_test_json_revocation_CFLAGS = $(TEST_CFLAGS)
tests_render_test_json_revocation_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_json_revocation_LDADD = $(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

check_PROGRAMS += tests/render/test_text_stores
tests_render_test_text_stores_CFLAGS = $(TEST_CFLAGS)
tests_render_test_text_stores_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_text_stores_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

# probe

check_PROGRAMS += tests/render/test_text_tree
tests_render_test_text_tree_CFLAGS = $(TEST_CFLAGS)
tests_render_test_text_tree_CPPFLAGS = $(TEST_CPPFLAGS)
tests_render_test_text_tree_LDADD = \
	$(LINK_SCENE) $(LINK_RENDER) $(CMOCKA_LIBS)

# probe
check_PROGRAMS += tests/probe/test_address_table
tests_probe_test_address_table_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_address_table_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_address_table_LDADD = $(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_courtesy
tests_probe_test_courtesy_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_courtesy_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_courtesy_LDADD = $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_cert_reuse
tests_probe_test_cert_reuse_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_cert_reuse_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_cert_reuse_LDADD = $(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_reuse_trial
tests_probe_test_reuse_trial_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_reuse_trial_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_reuse_trial_LDADD = $(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_crypto_memory
tests_probe_test_crypto_memory_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_crypto_memory_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_crypto_memory_LDADD = $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_alert
tests_probe_test_alert_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_alert_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_alert_LDADD = $(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_cert_message
tests_probe_test_cert_message_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_cert_message_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_cert_message_LDADD = $(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_diagnose
tests_probe_test_diagnose_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_diagnose_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_diagnose_LDADD = $(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_dialogue
tests_probe_test_dialogue_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_dialogue_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_dialogue_LDADD = $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_terms
tests_probe_test_terms_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_terms_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_terms_LDADD = $(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_handshake
tests_probe_test_handshake_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_handshake_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_handshake_LDADD = $(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_probe
tests_probe_test_probe_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_probe_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_probe_LDADD = $(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_probe_silent
tests_probe_test_probe_silent_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_probe_silent_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_probe_silent_SOURCES = tests/probe/test_probe_silent.c \
	$(FAKE_LOOP) $(FAKE_RESOLVE)
tests_probe_test_probe_silent_LDADD = $(LINK_PROBE) src/libschedule.a \
	src/libbase.a $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_probe_lines
tests_probe_test_probe_lines_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_probe_lines_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_probe_lines_LDADD = $(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_prober_options
tests_probe_test_prober_options_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_prober_options_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_prober_options_LDADD = $(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_starttls
tests_probe_test_starttls_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_starttls_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_starttls_LDADD = $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_proxy
tests_probe_test_proxy_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_proxy_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_proxy_LDADD = $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_way
tests_probe_test_way_SOURCES = tests/probe/test_way.c \
	tests/support/fake_resolve.c tests/support/fake_resolve.h
tests_probe_test_way_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_way_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_way_LDADD = $(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_probe_identity
tests_probe_test_probe_identity_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_probe_identity_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_probe_identity_LDADD = $(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/probe/test_talk
tests_probe_test_talk_CFLAGS = $(TEST_CFLAGS)
tests_probe_test_talk_CPPFLAGS = $(TEST_CPPFLAGS)
tests_probe_test_talk_LDADD = $(LINK_TLS) $(LINK_PROBE) $(CMOCKA_LIBS)

# fetch
AIA_RIG = tests/support/aia_rig.c tests/support/aia_rig.h \
	tests/support/dns_server.c tests/support/dns_server.h
check_PROGRAMS += tests/fetch/test_aia
tests_fetch_test_aia_SOURCES = tests/fetch/test_aia.c $(AIA_RIG)
tests_fetch_test_aia_CFLAGS = $(TEST_CFLAGS)
tests_fetch_test_aia_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fetch_test_aia_LDADD = $(LINK_RECEIVER) $(LINK_TLS) $(LINK_MINT) \
	$(LINK_FETCH) $(CMOCKA_LIBS)
check_PROGRAMS += tests/fetch/test_aia_cache
tests_fetch_test_aia_cache_CFLAGS = $(TEST_CFLAGS)
tests_fetch_test_aia_cache_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fetch_test_aia_cache_LDADD = $(LINK_MINT) $(LINK_FETCH) $(CMOCKA_LIBS)
check_PROGRAMS += tests/fetch/test_aia_hostile
tests_fetch_test_aia_hostile_SOURCES = tests/fetch/test_aia_hostile.c \
	tests/fetch/bomb.h $(AIA_RIG)
tests_fetch_test_aia_hostile_CFLAGS = $(TEST_CFLAGS)
tests_fetch_test_aia_hostile_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fetch_test_aia_hostile_LDADD = $(LINK_RECEIVER) $(LINK_TLS) \
	$(LINK_MINT) $(LINK_FETCH) $(CMOCKA_LIBS)
check_PROGRAMS += tests/fetch/test_aia_wait
tests_fetch_test_aia_wait_SOURCES = tests/fetch/test_aia_wait.c $(FAKE_LOOP)
tests_fetch_test_aia_wait_CFLAGS = $(TEST_CFLAGS)
tests_fetch_test_aia_wait_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fetch_test_aia_wait_LDADD = $(LINK_MINT) $(LINK_FETCH) $(CMOCKA_LIBS)
check_PROGRAMS += tests/fetch/test_guard
tests_fetch_test_guard_CFLAGS = $(TEST_CFLAGS)
tests_fetch_test_guard_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fetch_test_guard_LDADD = $(LINK_FETCH) $(CMOCKA_LIBS)
check_PROGRAMS += tests/fetch/test_revocation_cache
tests_fetch_test_revocation_cache_SOURCES = tests/fetch/test_revocation_cache.c \
	tests/support/revocation_rig.c tests/support/revocation_rig.h \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_fetch_test_revocation_cache_CFLAGS = $(TEST_CFLAGS)
tests_fetch_test_revocation_cache_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fetch_test_revocation_cache_LDADD = $(LINK_RECEIVER) $(LINK_TLS) \
	$(LINK_MINT) $(LINK_FETCH) $(CMOCKA_LIBS)
check_PROGRAMS += tests/fetch/test_revocation_proof
tests_fetch_test_revocation_proof_SOURCES = \
	tests/fetch/test_revocation_proof.c \
	tests/support/revocation_rig.c tests/support/revocation_rig.h \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_fetch_test_revocation_proof_CFLAGS = $(TEST_CFLAGS)
tests_fetch_test_revocation_proof_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fetch_test_revocation_proof_LDADD = $(LINK_RECEIVER) $(LINK_TLS) \
	$(LINK_MINT) $(LINK_FETCH) $(CMOCKA_LIBS)
check_PROGRAMS += tests/fetch/test_revocations
tests_fetch_test_revocations_SOURCES = tests/fetch/test_revocations.c \
	tests/support/revocation_rig.c tests/support/revocation_rig.h \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_fetch_test_revocations_CFLAGS = $(TEST_CFLAGS)
tests_fetch_test_revocations_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fetch_test_revocations_LDADD = $(LINK_RECEIVER) $(LINK_TLS) \
	$(LINK_MINT) $(LINK_FETCH) $(CMOCKA_LIBS)
check_PROGRAMS += tests/fetch/test_revocation_life
tests_fetch_test_revocation_life_CFLAGS = $(TEST_CFLAGS)
tests_fetch_test_revocation_life_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fetch_test_revocation_life_LDADD = $(LINK_FETCH) $(CMOCKA_LIBS)
check_PROGRAMS += tests/fetch/test_host_pace
tests_fetch_test_host_pace_CFLAGS = $(TEST_CFLAGS)
tests_fetch_test_host_pace_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fetch_test_host_pace_LDADD = $(LINK_FETCH) $(CMOCKA_LIBS)
check_PROGRAMS += tests/fetch/test_revocation_subjects
tests_fetch_test_revocation_subjects_CFLAGS = $(TEST_CFLAGS)
tests_fetch_test_revocation_subjects_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fetch_test_revocation_subjects_LDADD = $(LINK_FETCH) $(CMOCKA_LIBS)
check_PROGRAMS += tests/fetch/test_list_folder
tests_fetch_test_list_folder_SOURCES = tests/fetch/test_list_folder.c \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_fetch_test_list_folder_CFLAGS = $(TEST_CFLAGS)
tests_fetch_test_list_folder_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fetch_test_list_folder_LDADD = $(LINK_MINT) $(LINK_FETCH) \
	$(CMOCKA_LIBS)

# files
check_PROGRAMS += tests/files/test_file_findings
tests_files_test_file_findings_CFLAGS = $(TEST_CFLAGS)
tests_files_test_file_findings_CPPFLAGS = $(TEST_CPPFLAGS)
tests_files_test_file_findings_LDADD = $(LINK_FILES) $(CMOCKA_LIBS)
check_PROGRAMS += tests/files/test_served_file
tests_files_test_served_file_SOURCES = tests/files/test_served_file.c \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_files_test_served_file_CFLAGS = $(TEST_CFLAGS)
tests_files_test_served_file_CPPFLAGS = $(TEST_CPPFLAGS)
tests_files_test_served_file_LDADD = \
	$(LINK_MINT) $(LINK_FILES) $(CMOCKA_LIBS)
check_PROGRAMS += tests/files/test_file_reader
tests_files_test_file_reader_SOURCES = tests/files/test_file_reader.c \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_files_test_file_reader_CFLAGS = $(TEST_CFLAGS)
tests_files_test_file_reader_CPPFLAGS = $(TEST_CPPFLAGS)
tests_files_test_file_reader_LDADD = \
	$(LINK_MINT) src/libfiles.a src/libnet.a $(LINK_MODEL) $(NET_LIBS) $(CMOCKA_LIBS)
check_PROGRAMS += tests/files/test_lookout
tests_files_test_lookout_SOURCES = tests/files/test_lookout.c \
	$(FAKE_LOOP) tests/support/temp_folder.c tests/support/temp_folder.h
tests_files_test_lookout_CFLAGS = $(TEST_CFLAGS)
tests_files_test_lookout_CPPFLAGS = $(TEST_CPPFLAGS)
tests_files_test_lookout_LDADD = \
	src/libfiles.a $(LINK_MODEL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/files/test_path_marks
tests_files_test_path_marks_SOURCES = tests/files/test_path_marks.c \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_files_test_path_marks_CFLAGS = $(TEST_CFLAGS)
tests_files_test_path_marks_CPPFLAGS = $(TEST_CPPFLAGS)
tests_files_test_path_marks_LDADD = \
	src/libfiles.a src/libnet.a $(LINK_MODEL) $(NET_LIBS) $(CMOCKA_LIBS)
check_PROGRAMS += tests/files/test_path_trail
tests_files_test_path_trail_SOURCES = tests/files/test_path_trail.c \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_files_test_path_trail_CFLAGS = $(TEST_CFLAGS)
tests_files_test_path_trail_CPPFLAGS = $(TEST_CPPFLAGS)
tests_files_test_path_trail_LDADD = \
	src/libfiles.a src/libnet.a $(LINK_MODEL) $(NET_LIBS) $(CMOCKA_LIBS)
check_PROGRAMS += tests/files/test_path_watch
tests_files_test_path_watch_SOURCES = tests/files/test_path_watch.c \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_files_test_path_watch_CFLAGS = $(TEST_CFLAGS)
tests_files_test_path_watch_CPPFLAGS = $(TEST_CPPFLAGS)
tests_files_test_path_watch_LDADD = \
	src/libfiles.a src/libnet.a $(LINK_MODEL) $(NET_LIBS) $(CMOCKA_LIBS)
check_PROGRAMS += tests/files/test_secret
tests_files_test_secret_SOURCES = tests/files/test_secret.c \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_files_test_secret_CFLAGS = $(TEST_CFLAGS)
tests_files_test_secret_CPPFLAGS = $(TEST_CPPFLAGS)
tests_files_test_secret_LDADD = $(LINK_FILES) $(CMOCKA_LIBS)
check_PROGRAMS += tests/files/test_secret_file
tests_files_test_secret_file_SOURCES = tests/files/test_secret_file.c \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_files_test_secret_file_CFLAGS = $(TEST_CFLAGS)
tests_files_test_secret_file_CPPFLAGS = $(TEST_CPPFLAGS)
tests_files_test_secret_file_LDADD = $(LINK_FILES) $(CMOCKA_LIBS)
check_PROGRAMS += tests/files/test_approach_files
tests_files_test_approach_files_SOURCES = tests/files/test_approach_files.c \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_files_test_approach_files_CFLAGS = $(TEST_CFLAGS)
tests_files_test_approach_files_CPPFLAGS = $(TEST_CPPFLAGS)
tests_files_test_approach_files_LDADD = $(LINK_MINT) $(LINK_FILES) $(CMOCKA_LIBS)
check_PROGRAMS += tests/files/test_log_list
tests_files_test_log_list_SOURCES = tests/files/test_log_list.c $(TEMP_FOLDER)
tests_files_test_log_list_CFLAGS = $(TEST_CFLAGS)
tests_files_test_log_list_CPPFLAGS = $(TEST_CPPFLAGS)
tests_files_test_log_list_LDADD = $(LINK_MINT) $(LINK_FILES) $(CMOCKA_LIBS)
check_PROGRAMS += tests/files/test_policy_file
tests_files_test_policy_file_SOURCES = tests/files/test_policy_file.c \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_files_test_policy_file_CFLAGS = $(TEST_CFLAGS)
tests_files_test_policy_file_CPPFLAGS = $(TEST_CPPFLAGS)
tests_files_test_policy_file_LDADD = $(LINK_FILES) $(CMOCKA_LIBS)
check_PROGRAMS += tests/files/test_trust_files
tests_files_test_trust_files_CFLAGS = $(TEST_CFLAGS)
tests_files_test_trust_files_CPPFLAGS = $(TEST_CPPFLAGS)
tests_files_test_trust_files_LDADD = \
	$(LINK_MINT) $(LINK_FILES) $(CMOCKA_LIBS)

# store
STORED_EVENTS = tests/support/stored_events.c tests/support/stored_events.h
TEMP_FOLDER = tests/support/temp_folder.c tests/support/temp_folder.h
INLINE_STORE = tests/support/inline_store.c tests/support/inline_store.h \
	tests/support/fake_loop.c tests/support/fake_loop.h $(TEMP_FOLDER)
check_PROGRAMS += tests/store/test_db
tests_store_test_db_SOURCES = tests/store/test_db.c $(TEMP_FOLDER)
tests_store_test_db_CFLAGS = $(TEST_CFLAGS)
tests_store_test_db_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_db_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_check
tests_store_test_check_SOURCES = tests/store/test_check.c $(TEMP_FOLDER)
tests_store_test_check_CFLAGS = $(TEST_CFLAGS)
tests_store_test_check_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_check_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_late_check
tests_store_test_late_check_SOURCES = \
	tests/store/test_late_check.c $(TEMP_FOLDER)
tests_store_test_late_check_CFLAGS = $(TEST_CFLAGS)
tests_store_test_late_check_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_late_check_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_folder
tests_store_test_folder_SOURCES = tests/store/test_folder.c $(TEMP_FOLDER)
tests_store_test_folder_CFLAGS = $(TEST_CFLAGS)
tests_store_test_folder_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_folder_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_opening
tests_store_test_opening_SOURCES = tests/store/test_opening.c $(TEMP_FOLDER)
tests_store_test_opening_CFLAGS = $(TEST_CFLAGS)
tests_store_test_opening_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_opening_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_outage_rows
tests_store_test_outage_rows_SOURCES = tests/store/test_outage_rows.c $(MEMORY_DB)
tests_store_test_outage_rows_CFLAGS = $(TEST_CFLAGS)
tests_store_test_outage_rows_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_outage_rows_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_outbox
tests_store_test_outbox_SOURCES = tests/store/test_outbox.c $(TEMP_FOLDER) \
	$(STORED_EVENTS)
tests_store_test_outbox_CFLAGS = $(TEST_CFLAGS)
tests_store_test_outbox_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_outbox_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_dead_letters
tests_store_test_dead_letters_SOURCES = tests/store/test_dead_letters.c $(INLINE_STORE)
tests_store_test_dead_letters_CFLAGS = $(TEST_CFLAGS)
tests_store_test_dead_letters_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_dead_letters_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_deliveries
tests_store_test_deliveries_SOURCES = tests/store/test_deliveries.c $(INLINE_STORE)
tests_store_test_deliveries_CFLAGS = $(TEST_CFLAGS)
tests_store_test_deliveries_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_deliveries_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_batch_rows
tests_store_test_batch_rows_SOURCES = tests/store/test_batch_rows.c \
	tests/support/steps.c tests/support/steps.h \
	tests/support/verdicts.c tests/support/verdicts.h
tests_store_test_batch_rows_CFLAGS = $(TEST_CFLAGS)
tests_store_test_batch_rows_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_batch_rows_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_health
tests_store_test_health_SOURCES = tests/store/test_health.c $(FAKE_LOOP)
tests_store_test_health_CFLAGS = $(TEST_CFLAGS)
tests_store_test_health_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_health_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_hush_rows
tests_store_test_hush_rows_SOURCES = tests/store/test_hush_rows.c \
	tests/support/verdicts.c tests/support/verdicts.h
tests_store_test_hush_rows_CFLAGS = $(TEST_CFLAGS)
tests_store_test_hush_rows_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_hush_rows_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_cert_rows
tests_store_test_cert_rows_SOURCES = tests/store/test_cert_rows.c \
	tests/support/verdicts.c tests/support/verdicts.h
tests_store_test_cert_rows_CFLAGS = $(TEST_CFLAGS)
tests_store_test_cert_rows_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_cert_rows_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_load
tests_store_test_load_CFLAGS = $(TEST_CFLAGS)
tests_store_test_load_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_load_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_load_pool
tests_store_test_load_pool_CFLAGS = $(TEST_CFLAGS)
tests_store_test_load_pool_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_load_pool_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_load_verdict
tests_store_test_load_verdict_CFLAGS = $(TEST_CFLAGS)
tests_store_test_load_verdict_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_load_verdict_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_history
tests_store_test_history_CFLAGS = $(TEST_CFLAGS)
tests_store_test_history_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_history_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
MEMORY_DB = tests/support/memory_db.c tests/support/memory_db.h
check_PROGRAMS += tests/store/test_incident_record
tests_store_test_incident_record_SOURCES = tests/store/test_incident_record.c $(MEMORY_DB)
tests_store_test_incident_record_CFLAGS = $(TEST_CFLAGS)
tests_store_test_incident_record_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_incident_record_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_cert_record
tests_store_test_cert_record_SOURCES = tests/store/test_cert_record.c $(MEMORY_DB)
tests_store_test_cert_record_CFLAGS = $(TEST_CFLAGS)
tests_store_test_cert_record_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_cert_record_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_incident_list
tests_store_test_incident_list_CFLAGS = $(TEST_CFLAGS)
tests_store_test_incident_list_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_incident_list_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_inventory
tests_store_test_inventory_SOURCES = tests/store/test_inventory.c \
	$(MEMORY_DB)
tests_store_test_inventory_CFLAGS = $(TEST_CFLAGS)
tests_store_test_inventory_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_inventory_LDADD = \
	$(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_path_rows
tests_store_test_path_rows_CFLAGS = $(TEST_CFLAGS)
tests_store_test_path_rows_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_path_rows_LDADD = \
	$(LINK_MINT) $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_target_chains
tests_store_test_target_chains_CFLAGS = $(TEST_CFLAGS)
tests_store_test_target_chains_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_target_chains_LDADD = \
	$(LINK_MINT) $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_prune
tests_store_test_prune_SOURCES = tests/store/test_prune.c $(INLINE_STORE)
tests_store_test_prune_CFLAGS = $(TEST_CFLAGS)
tests_store_test_prune_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_prune_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_reading
tests_store_test_reading_SOURCES = tests/store/test_reading.c \
	$(TEMP_FOLDER) $(FAULT_VFS)
tests_store_test_reading_CFLAGS = $(TEST_CFLAGS)
tests_store_test_reading_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_reading_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_rows
tests_store_test_rows_SOURCES = tests/store/test_rows.c $(TEMP_FOLDER)
tests_store_test_rows_CFLAGS = $(TEST_CFLAGS)
tests_store_test_rows_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_rows_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_known_certs
tests_store_test_known_certs_SOURCES = tests/store/test_known_certs.c $(TEMP_FOLDER)
tests_store_test_known_certs_CFLAGS = $(TEST_CFLAGS)
tests_store_test_known_certs_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_known_certs_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_schema
tests_store_test_schema_SOURCES = tests/store/test_schema.c $(TEMP_FOLDER)
tests_store_test_schema_CFLAGS = $(TEST_CFLAGS)
tests_store_test_schema_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_schema_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_issuers
tests_store_test_issuers_SOURCES = tests/store/test_issuers.c $(INLINE_STORE)
tests_store_test_issuers_CFLAGS = $(TEST_CFLAGS)
tests_store_test_issuers_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_issuers_LDADD = $(LINK_MINT) $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_revocation_rows
tests_store_test_revocation_rows_SOURCES = \
	tests/store/test_revocation_rows.c $(INLINE_STORE)
tests_store_test_revocation_rows_CFLAGS = $(TEST_CFLAGS)
tests_store_test_revocation_rows_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_revocation_rows_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_said
tests_store_test_said_SOURCES = tests/store/test_said.c $(INLINE_STORE)
tests_store_test_said_CFLAGS = $(TEST_CFLAGS)
tests_store_test_said_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_said_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)

check_PROGRAMS += tests/store/test_sequence
tests_store_test_sequence_SOURCES = tests/store/test_sequence.c $(TEMP_FOLDER)
tests_store_test_sequence_CFLAGS = $(TEST_CFLAGS)
tests_store_test_sequence_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_sequence_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_untold
tests_store_test_untold_SOURCES = tests/store/test_untold.c $(INLINE_STORE)
tests_store_test_untold_CFLAGS = $(TEST_CFLAGS)
tests_store_test_untold_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_untold_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/store/test_store
tests_store_test_store_SOURCES = tests/store/test_store.c $(TEMP_FOLDER)
tests_store_test_store_CFLAGS = $(TEST_CFLAGS)
tests_store_test_store_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_store_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)
# The store on a file system that fails.
FAULT_VFS = tests/support/fault_vfs.c tests/support/fault_vfs.h
check_PROGRAMS += tests/store/test_faults
tests_store_test_faults_SOURCES = tests/store/test_faults.c \
	$(TEMP_FOLDER) $(FAULT_VFS)
tests_store_test_faults_CFLAGS = $(TEST_CFLAGS)
tests_store_test_faults_CPPFLAGS = $(TEST_CPPFLAGS)
tests_store_test_faults_LDADD = $(LINK_STORE) $(CMOCKA_LIBS)

# inspect
# Fakes stand before the libraries: they are the loop, prober and resolver.
FAKE_LOOP = tests/support/fake_loop.c tests/support/fake_loop.h
FAKE_PROBE = tests/support/fake_probe.c tests/support/fake_probe.h
FAKE_RESOLVE = tests/support/fake_resolve.c tests/support/fake_resolve.h
FAKE_AIA = tests/support/fake_aia.c tests/support/fake_aia.h
check_PROGRAMS += tests/inspect/test_cert_cache
tests_inspect_test_cert_cache_CFLAGS = $(TEST_CFLAGS)
tests_inspect_test_cert_cache_CPPFLAGS = $(TEST_CPPFLAGS)
tests_inspect_test_cert_cache_LDADD = $(LINK_MINT) $(LINK_INSPECT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/inspect/test_completion
tests_inspect_test_completion_SOURCES = tests/inspect/test_completion.c \
	$(FAKE_LOOP) $(FAKE_PROBE) $(FAKE_AIA) $(FAKE_RESOLVE)
tests_inspect_test_completion_CFLAGS = $(TEST_CFLAGS)
tests_inspect_test_completion_CPPFLAGS = $(TEST_CPPFLAGS)
tests_inspect_test_completion_LDADD = $(LINK_MINT) $(LINK_INSPECT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/inspect/test_revocation
tests_inspect_test_revocation_SOURCES = tests/inspect/test_revocation.c \
	$(FAKE_PROBE) \
	tests/support/revocation_rig.c tests/support/revocation_rig.h \
	tests/support/temp_folder.c tests/support/temp_folder.h
tests_inspect_test_revocation_CFLAGS = $(TEST_CFLAGS)
tests_inspect_test_revocation_CPPFLAGS = $(TEST_CPPFLAGS)
tests_inspect_test_revocation_LDADD = $(LINK_RECEIVER) $(LINK_TLS) \
	$(LINK_MINT) $(LINK_INSPECT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/inspect/test_file_look
tests_inspect_test_file_look_CFLAGS = $(TEST_CFLAGS)
tests_inspect_test_file_look_CPPFLAGS = $(TEST_CPPFLAGS)
tests_inspect_test_file_look_LDADD = $(LINK_MINT) $(LINK_INSPECT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/inspect/test_dane_book
tests_inspect_test_dane_book_SOURCES = tests/inspect/test_dane_book.c $(FAKE_LOOP) $(FAKE_RESOLVE)
tests_inspect_test_dane_book_CFLAGS = $(TEST_CFLAGS)
tests_inspect_test_dane_book_CPPFLAGS = $(TEST_CPPFLAGS)
tests_inspect_test_dane_book_LDADD = $(LINK_INSPECT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/inspect/test_expand
tests_inspect_test_expand_SOURCES = tests/inspect/test_expand.c $(FAKE_LOOP) $(FAKE_RESOLVE)
tests_inspect_test_expand_CFLAGS = $(TEST_CFLAGS)
tests_inspect_test_expand_CPPFLAGS = $(TEST_CPPFLAGS)
tests_inspect_test_expand_LDADD = $(LINK_INSPECT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/inspect/test_inspect
tests_inspect_test_inspect_SOURCES = tests/inspect/test_inspect.c \
	$(FAKE_LOOP) $(FAKE_PROBE) $(FAKE_AIA) $(FAKE_RESOLVE)
tests_inspect_test_inspect_CFLAGS = $(TEST_CFLAGS)
tests_inspect_test_inspect_CPPFLAGS = $(TEST_CPPFLAGS)
tests_inspect_test_inspect_LDADD = $(LINK_MINT) $(LINK_INSPECT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/inspect/test_two_ways
tests_inspect_test_two_ways_SOURCES = tests/inspect/test_two_ways.c \
	tests/support/odd_keys.c tests/support/odd_keys.h
tests_inspect_test_two_ways_CFLAGS = $(TEST_CFLAGS)
tests_inspect_test_two_ways_CPPFLAGS = $(TEST_CPPFLAGS)
tests_inspect_test_two_ways_LDADD = tests/support/libcase.a $(LINK_TLS) \
	$(LINK_INSPECT) $(LINK_RENDER) $(CMOCKA_LIBS)
# The same where libssl does not ask us for certificates.
check_PROGRAMS += tests/inspect/test_two_ways_unasked
tests_inspect_test_two_ways_unasked_SOURCES = tests/inspect/test_two_ways.c \
	tests/support/odd_keys.c tests/support/odd_keys.h \
	tests/support/unasked.c
tests_inspect_test_two_ways_unasked_CFLAGS = $(TEST_CFLAGS)
tests_inspect_test_two_ways_unasked_CPPFLAGS = $(TEST_CPPFLAGS) -DUNASKED
tests_inspect_test_two_ways_unasked_LDADD = \
	$(tests_inspect_test_two_ways_LDADD)
check_PROGRAMS += tests/inspect/test_known_issuers
tests_inspect_test_known_issuers_CFLAGS = $(TEST_CFLAGS)
tests_inspect_test_known_issuers_CPPFLAGS = $(TEST_CPPFLAGS)
tests_inspect_test_known_issuers_LDADD = $(LINK_MINT) $(LINK_INSPECT) $(CMOCKA_LIBS)
check_PROGRAMS += tests/inspect/test_memo
tests_inspect_test_memo_CFLAGS = $(TEST_CFLAGS)
tests_inspect_test_memo_CPPFLAGS = $(TEST_CPPFLAGS)
tests_inspect_test_memo_LDADD = $(LINK_INSPECT) $(CMOCKA_LIBS)

# notify
check_PROGRAMS += tests/notify/test_syslog_options
tests_notify_test_syslog_options_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_syslog_options_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_syslog_options_LDADD = \
	$(LINK_SCENE) $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_syslog_client
tests_notify_test_syslog_client_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_syslog_client_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_syslog_client_LDADD = \
	$(LINK_SCENE) $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_sink_syslog_health
tests_notify_test_sink_syslog_health_SOURCES = \
	tests/notify/test_sink_syslog_health.c $(TEMP_FOLDER) \
	tests/support/fake_loop.c tests/support/fake_loop.h \
	tests/support/fake_resolve.c tests/support/fake_resolve.h
tests_notify_test_sink_syslog_health_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_sink_syslog_health_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_sink_syslog_health_LDADD = \
	$(LINK_SCENE) $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_sink_syslog
tests_notify_test_sink_syslog_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_sink_syslog_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_sink_syslog_LDADD = \
	$(LINK_SCENE) $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_syslog_spool
tests_notify_test_syslog_spool_SOURCES = tests/notify/test_syslog_spool.c $(TEMP_FOLDER) $(STORED_EVENTS)
tests_notify_test_syslog_spool_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_syslog_spool_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_syslog_spool_LDADD = \
$(LINK_RECEIVER) $(LINK_TLS) $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_writer
tests_notify_test_writer_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_writer_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_writer_LDADD = \
	$(LINK_SCENE) $(LINK_NOTIFY) $(CMOCKA_LIBS)

check_PROGRAMS += tests/notify/test_priority
tests_notify_test_priority_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_priority_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_priority_LDADD = \
	$(LINK_SCENE) $(LINK_NOTIFY) $(CMOCKA_LIBS)

check_PROGRAMS += tests/notify/test_journal_fields
tests_notify_test_journal_fields_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_journal_fields_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_journal_fields_LDADD = \
	$(LINK_SCENE) $(LINK_NOTIFY) $(CMOCKA_LIBS)

check_PROGRAMS += tests/notify/test_log_writer
tests_notify_test_log_writer_SOURCES = tests/notify/test_log_writer.c \
	$(FAKE_SINK)
tests_notify_test_log_writer_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_log_writer_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_log_writer_LDADD = \
	$(LINK_SCENE) $(LINK_NOTIFY) $(CMOCKA_LIBS)

check_PROGRAMS += tests/notify/test_sink_stream
tests_notify_test_sink_stream_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_sink_stream_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_sink_stream_LDADD = \
	$(LINK_SCENE) $(LINK_NOTIFY) $(CMOCKA_LIBS)

check_PROGRAMS += tests/notify/test_sink_journal
tests_notify_test_sink_journal_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_sink_journal_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_sink_journal_LDADD = \
	$(LINK_SCENE) $(LINK_NOTIFY) $(CMOCKA_LIBS)

# A sink that is full after so many.
FAKE_SINK = tests/support/fake_sink.c tests/support/fake_sink.h

check_PROGRAMS += tests/notify/test_notify
tests_notify_test_notify_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_notify_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_notify_SOURCES = tests/notify/test_notify.c $(FAKE_LOOP) \
	$(FAKE_SINK)
tests_notify_test_notify_LDADD = \
	$(LINK_SCENE) $(LINK_NOTIFY) $(CMOCKA_LIBS)

check_PROGRAMS += tests/notify/test_burials
tests_notify_test_burials_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_burials_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_burials_LDADD = $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_chance
tests_notify_test_chance_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_chance_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_chance_LDADD = $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_delivery_plan
tests_notify_test_delivery_plan_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_delivery_plan_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_delivery_plan_LDADD = $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_told
tests_notify_test_told_SOURCES = tests/notify/test_told.c $(TEMP_FOLDER) \
	$(FAKE_LOOP)
tests_notify_test_told_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_told_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_told_LDADD = $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_receiver
tests_notify_test_receiver_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_receiver_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_receiver_LDADD = $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_sink_health
tests_notify_test_sink_health_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_sink_health_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_sink_health_LDADD = $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_webhook_sign
tests_notify_test_webhook_sign_SOURCES = tests/notify/test_webhook_sign.c $(TEMP_FOLDER)
tests_notify_test_webhook_sign_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_webhook_sign_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_webhook_sign_LDADD = $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_alertmanager
tests_notify_test_alertmanager_SOURCES = tests/notify/test_alertmanager.c \
	$(TEMP_FOLDER)
tests_notify_test_alertmanager_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_alertmanager_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_alertmanager_LDADD = $(LINK_RECEIVER) $(LINK_TLS) \
	$(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_heartbeat
tests_notify_test_heartbeat_SOURCES = tests/notify/test_heartbeat.c $(FAKE_LOOP)
tests_notify_test_heartbeat_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_heartbeat_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_heartbeat_LDADD = $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_webhook_options
tests_notify_test_webhook_options_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_webhook_options_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_webhook_options_LDADD = $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_webhook_url
tests_notify_test_webhook_url_SOURCES = tests/notify/test_webhook_url.c \
	$(TEMP_FOLDER)
tests_notify_test_webhook_url_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_webhook_url_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_webhook_url_LDADD = $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_mail
tests_notify_test_mail_SOURCES = tests/notify/test_mail.c $(SMTP_RECEIVER) $(TEMP_FOLDER) $(STORED_EVENTS)
tests_notify_test_mail_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_mail_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_mail_LDADD = $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_mail_options
tests_notify_test_mail_options_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_mail_options_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_mail_options_LDADD = $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_payload
tests_notify_test_payload_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_payload_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_payload_LDADD = $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_webhook_message
tests_notify_test_webhook_message_SOURCES = \
	tests/notify/test_webhook_message.c $(TEMP_FOLDER)
tests_notify_test_webhook_message_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_webhook_message_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_webhook_message_LDADD = $(LINK_NOTIFY) $(CMOCKA_LIBS)
check_PROGRAMS += tests/notify/test_webhook
tests_notify_test_webhook_SOURCES = tests/notify/test_webhook.c $(TEMP_FOLDER) $(STORED_EVENTS)
tests_notify_test_webhook_CFLAGS = $(TEST_CFLAGS)
tests_notify_test_webhook_CPPFLAGS = $(TEST_CPPFLAGS)
tests_notify_test_webhook_LDADD = $(LINK_RECEIVER) $(LINK_TLS) $(LINK_NOTIFY) $(CMOCKA_LIBS)

# monitor
check_LIBRARIES += tests/support/librig.a
tests_support_librig_a_CFLAGS = $(TEST_CFLAGS)
tests_support_librig_a_CPPFLAGS = $(TEST_CPPFLAGS)
tests_support_librig_a_SOURCES = $(FAKE_LOOP) $(FAKE_PROBE) $(FAKE_RESOLVE) \
	tests/support/monitor_rig.c tests/support/monitor_rig.h
LINK_RIG = tests/support/librig.a $(LINK_MINT) $(LINK_MONITOR)
check_PROGRAMS += tests/monitor/test_addresses
tests_monitor_test_addresses_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_addresses_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_addresses_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_turns
tests_monitor_test_turns_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_turns_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_turns_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_keep
tests_monitor_test_keep_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_keep_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_keep_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
# With a store beneath: restarts, failing disks, jumping clocks.
KEPT_RIG = tests/support/kept_rig.c tests/support/kept_rig.h \
	$(TEMP_FOLDER) $(FAULT_VFS)
check_PROGRAMS += tests/monitor/test_kept
tests_monitor_test_kept_SOURCES = tests/monitor/test_kept.c $(KEPT_RIG)
tests_monitor_test_kept_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_kept_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_kept_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_kept_faults
tests_monitor_test_kept_faults_SOURCES = tests/monitor/test_kept_faults.c $(KEPT_RIG)
tests_monitor_test_kept_faults_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_kept_faults_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_kept_faults_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_kept_flaps
tests_monitor_test_kept_flaps_SOURCES = tests/monitor/test_kept_flaps.c $(KEPT_RIG)
tests_monitor_test_kept_flaps_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_kept_flaps_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_kept_flaps_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_variants
tests_monitor_test_variants_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_variants_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_variants_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_look_tally
tests_monitor_test_look_tally_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_look_tally_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_look_tally_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_look
tests_monitor_test_look_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_look_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_look_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_monitor
tests_monitor_test_monitor_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_monitor_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_monitor_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_clock_watch
tests_monitor_test_clock_watch_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_clock_watch_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_clock_watch_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_asleep
tests_monitor_test_asleep_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_asleep_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_asleep_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_outage
tests_monitor_test_outage_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_outage_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_outage_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_pass
tests_monitor_test_pass_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_pass_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_pass_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_reload
tests_monitor_test_reload_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_reload_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_reload_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_restore
tests_monitor_test_restore_SOURCES = tests/monitor/test_restore.c $(TEMP_FOLDER)
tests_monitor_test_restore_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_restore_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_restore_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_commit_store
tests_monitor_test_commit_store_SOURCES = tests/monitor/test_commit_store.c $(TEMP_FOLDER)
tests_monitor_test_commit_store_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_commit_store_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_commit_store_LDADD = $(LINK_RIG) $(CMOCKA_LIBS)
# A simulated year: a short one here, the whole by `make check-year`.
check_PROGRAMS += tests/year/test_year
tests_year_test_year_SOURCES = tests/year/test_year.c tests/year/year.h \
	tests/year/agenda.c tests/year/agenda.h tests/year/doom.c \
	tests/year/outages.c \
	tests/year/random.h tests/year/rig.c tests/year/rig.h \
	tests/year/stories.c tests/year/truth.c tests/year/truth.h \
	tests/year/world.c tests/year/world.h $(TEMP_FOLDER) $(FAULT_VFS) \
	$(FAKE_LOOP) $(FAKE_PROBE) $(FAKE_RESOLVE)
tests_year_test_year_CFLAGS = $(TEST_CFLAGS)
tests_year_test_year_CPPFLAGS = $(TEST_CPPFLAGS)
tests_year_test_year_LDADD = $(LINK_MINT) $(LINK_MONITOR) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_watch
tests_monitor_test_watch_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_watch_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_watch_LDADD = $(LINK_MONITOR) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_commit_memory
tests_monitor_test_commit_memory_SOURCES = tests/monitor/test_commit_memory.c $(FAKE_LOOP)
tests_monitor_test_commit_memory_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_commit_memory_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_commit_memory_LDADD = $(LINK_MONITOR) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_numbering
tests_monitor_test_numbering_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_numbering_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_numbering_LDADD = $(LINK_MONITOR) $(CMOCKA_LIBS)
check_PROGRAMS += tests/monitor/test_lag
tests_monitor_test_lag_CFLAGS = $(TEST_CFLAGS)
tests_monitor_test_lag_CPPFLAGS = $(TEST_CPPFLAGS)
tests_monitor_test_lag_LDADD = $(LINK_MONITOR) $(CMOCKA_LIBS)

# control
check_PROGRAMS += tests/control/test_peer
tests_control_test_peer_SOURCES = tests/control/test_peer.c $(FAKE_LOOP)
tests_control_test_peer_CFLAGS = $(TEST_CFLAGS)
tests_control_test_peer_CPPFLAGS = $(TEST_CPPFLAGS)
tests_control_test_peer_LDADD = $(LINK_CONTROL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/control/test_answer
tests_control_test_answer_SOURCES = tests/control/test_answer.c $(FAKE_LOOP)
tests_control_test_answer_CFLAGS = $(TEST_CFLAGS)
tests_control_test_answer_CPPFLAGS = $(TEST_CPPFLAGS)
tests_control_test_answer_LDADD = $(LINK_CONTROL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/model/test_pattern
tests_model_test_pattern_CFLAGS = $(TEST_CFLAGS)
tests_model_test_pattern_CPPFLAGS = $(TEST_CPPFLAGS)
tests_model_test_pattern_LDADD = $(LINK_MODEL) $(CMOCKA_LIBS)
PAGE_RIG = tests/support/page_rig.c tests/support/page_rig.h
MARKUP = tests/support/markup.c tests/support/markup.h
FAKE_HTTP = tests/support/fake_http.c tests/support/fake_http.h
if WITH_PAGE
check_PROGRAMS += tests/web/test_draw_chain
tests_web_test_draw_chain_SOURCES = tests/web/test_draw_chain.c $(MARKUP)
tests_web_test_draw_chain_CFLAGS = $(TEST_CFLAGS)
tests_web_test_draw_chain_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_draw_chain_LDADD = $(LINK_MINT) $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_draw_time
tests_web_test_draw_time_SOURCES = tests/web/test_draw_time.c $(MARKUP)
tests_web_test_draw_time_CFLAGS = $(TEST_CFLAGS)
tests_web_test_draw_time_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_draw_time_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_plain
tests_web_test_plain_SOURCES = tests/web/test_plain.c $(MARKUP)
tests_web_test_plain_CFLAGS = $(TEST_CFLAGS)
tests_web_test_plain_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_plain_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_badge
tests_web_test_badge_CFLAGS = $(TEST_CFLAGS)
tests_web_test_badge_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_badge_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_label_index
tests_web_test_label_index_CFLAGS = $(TEST_CFLAGS)
tests_web_test_label_index_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_label_index_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_moment
tests_web_test_moment_CFLAGS = $(TEST_CFLAGS)
tests_web_test_moment_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_moment_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_pager
tests_web_test_pager_CFLAGS = $(TEST_CFLAGS)
tests_web_test_pager_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_pager_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_selection
tests_web_test_selection_CFLAGS = $(TEST_CFLAGS)
tests_web_test_selection_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_selection_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_survey
tests_web_test_survey_CFLAGS = $(TEST_CFLAGS)
tests_web_test_survey_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_survey_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_timeline
tests_web_test_timeline_CFLAGS = $(TEST_CFLAGS)
tests_web_test_timeline_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_timeline_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_slicer
tests_web_test_slicer_SOURCES = tests/web/test_slicer.c $(FAKE_LOOP)
tests_web_test_slicer_CFLAGS = $(TEST_CFLAGS)
tests_web_test_slicer_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_slicer_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_own_faults
tests_web_test_own_faults_CFLAGS = $(TEST_CFLAGS)
tests_web_test_own_faults_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_own_faults_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_page_lists
tests_web_test_page_lists_SOURCES = tests/web/test_page_lists.c \
	$(PAGE_RIG) $(MARKUP) $(FAKE_HTTP) $(KEPT_RIG)
tests_web_test_page_lists_CFLAGS = $(TEST_CFLAGS)
tests_web_test_page_lists_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_page_lists_LDADD = src/libweb.a src/libcontrol.a \
	$(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_page_endpoint
tests_web_test_page_endpoint_SOURCES = tests/web/test_page_endpoint.c \
	$(PAGE_RIG) $(MARKUP) $(FAKE_HTTP) $(KEPT_RIG)
tests_web_test_page_endpoint_CFLAGS = $(TEST_CFLAGS)
tests_web_test_page_endpoint_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_page_endpoint_LDADD = src/libweb.a src/libcontrol.a \
	$(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_page_incident
tests_web_test_page_incident_SOURCES = tests/web/test_page_incident.c \
	$(PAGE_RIG) $(MARKUP) $(FAKE_HTTP) $(KEPT_RIG)
tests_web_test_page_incident_CFLAGS = $(TEST_CFLAGS)
tests_web_test_page_incident_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_page_incident_LDADD = src/libweb.a src/libcontrol.a \
	$(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_page_certificate
tests_web_test_page_certificate_SOURCES = tests/web/test_page_certificate.c \
	$(PAGE_RIG) $(MARKUP) $(FAKE_HTTP) $(KEPT_RIG)
tests_web_test_page_certificate_CFLAGS = $(TEST_CFLAGS)
tests_web_test_page_certificate_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_page_certificate_LDADD = src/libweb.a src/libcontrol.a \
	$(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_page_overview
tests_web_test_page_overview_SOURCES = tests/web/test_page_overview.c \
	$(PAGE_RIG) $(MARKUP) $(FAKE_HTTP) $(KEPT_RIG)
tests_web_test_page_overview_CFLAGS = $(TEST_CFLAGS)
tests_web_test_page_overview_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_page_overview_LDADD = src/libweb.a src/libcontrol.a \
	$(LINK_RIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_surveyor
tests_web_test_surveyor_CFLAGS = $(TEST_CFLAGS)
tests_web_test_surveyor_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_surveyor_LDADD = src/libweb.a src/libcontrol.a $(LINK_RIG) \
	$(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_metrics
tests_web_test_metrics_SOURCES = tests/web/test_metrics.c $(FAKE_HTTP) \
	$(TEMP_FOLDER)
tests_web_test_metrics_CFLAGS = $(TEST_CFLAGS)
tests_web_test_metrics_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_metrics_LDADD = src/libweb.a src/libcontrol.a $(LINK_RIG) $(CMOCKA_LIBS)
EXTRA_PROGRAMS += tests/web/api_answers
CLEANFILES += tests/web/api_answers$(EXEEXT)
tests_web_api_answers_SOURCES = tests/web/api_answers.c $(FAKE_HTTP) \
	$(TEMP_FOLDER)
tests_web_api_answers_CFLAGS = $(TEST_CFLAGS)
tests_web_api_answers_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_api_answers_LDADD = src/libweb.a src/libcontrol.a $(LINK_RIG) \
	$(CMOCKA_LIBS)
TESTS += tests/web/answers.sh
tests/web/answers.log: tests/web/api_answers
check_PROGRAMS += tests/web/test_accept
tests_web_test_accept_CFLAGS = $(TEST_CFLAGS)
tests_web_test_accept_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_accept_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_api_request
tests_web_test_api_request_CFLAGS = $(TEST_CFLAGS)
tests_web_test_api_request_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_api_request_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_api_document
tests_web_test_api_document_CFLAGS = $(TEST_CFLAGS)
tests_web_test_api_document_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_api_document_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_api_table
tests_web_test_api_table_CFLAGS = $(TEST_CFLAGS)
tests_web_test_api_table_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_api_table_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_api
tests_web_test_api_SOURCES = tests/web/test_api.c $(FAKE_HTTP) $(TEMP_FOLDER)
tests_web_test_api_CFLAGS = $(TEST_CFLAGS)
tests_web_test_api_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_api_LDADD = src/libweb.a src/libcontrol.a $(LINK_RIG) \
	$(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_html
tests_web_test_html_CFLAGS = $(TEST_CFLAGS)
tests_web_test_html_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_html_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_link
tests_web_test_link_CFLAGS = $(TEST_CFLAGS)
tests_web_test_link_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_link_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_web
tests_web_test_web_SOURCES = tests/web/test_web.c $(FAKE_HTTP) $(TEMP_FOLDER)
tests_web_test_web_CFLAGS = $(TEST_CFLAGS)
tests_web_test_web_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_web_LDADD = src/libweb.a src/libcontrol.a $(LINK_RIG) \
	$(CMOCKA_LIBS)
check_PROGRAMS += tests/web/test_request
tests_web_test_request_SOURCES = tests/web/test_request.c $(FAKE_HTTP) \
	$(INLINE_STORE)
tests_web_test_request_CFLAGS = $(TEST_CFLAGS)
tests_web_test_request_CPPFLAGS = $(TEST_CPPFLAGS)
tests_web_test_request_LDADD = $(LINK_WEB) $(CMOCKA_LIBS)
endif
check_PROGRAMS += tests/config/test_config_web
tests_config_test_config_web_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_web_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_web_LDADD = \
	$(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/control/test_control
tests_control_test_control_SOURCES = tests/control/test_control.c \
	$(TEMP_FOLDER) $(STORED_EVENTS)
tests_control_test_control_CFLAGS = $(TEST_CFLAGS)
tests_control_test_control_CPPFLAGS = $(TEST_CPPFLAGS)
tests_control_test_control_LDADD = $(LINK_CONTROL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/control/test_command_status
tests_control_test_command_status_CFLAGS = $(TEST_CFLAGS)
tests_control_test_command_status_CPPFLAGS = $(TEST_CPPFLAGS)
tests_control_test_command_status_LDADD = src/libcontrol.a $(LINK_RIG) \
	$(CMOCKA_LIBS)
check_PROGRAMS += tests/control/test_history_line
tests_control_test_history_line_CFLAGS = $(TEST_CFLAGS)
tests_control_test_history_line_CPPFLAGS = $(TEST_CPPFLAGS)
tests_control_test_history_line_LDADD = $(LINK_CONTROL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/control/test_failure_line
tests_control_test_failure_line_CFLAGS = $(TEST_CFLAGS)
tests_control_test_failure_line_CPPFLAGS = $(TEST_CPPFLAGS)
tests_control_test_failure_line_LDADD = $(LINK_CONTROL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/control/test_incident_line
tests_control_test_incident_line_CFLAGS = $(TEST_CFLAGS)
tests_control_test_incident_line_CPPFLAGS = $(TEST_CPPFLAGS)
tests_control_test_incident_line_LDADD = \
	$(LINK_MINT) $(LINK_CONTROL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/control/test_certificate_line
tests_control_test_certificate_line_CFLAGS = $(TEST_CFLAGS)
tests_control_test_certificate_line_CPPFLAGS = $(TEST_CPPFLAGS)
tests_control_test_certificate_line_LDADD = \
	$(LINK_MINT) $(LINK_CONTROL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/control/test_inventory_line
tests_control_test_inventory_line_CFLAGS = $(TEST_CFLAGS)
tests_control_test_inventory_line_CPPFLAGS = $(TEST_CPPFLAGS)
tests_control_test_inventory_line_LDADD = \
	$(LINK_MINT) $(LINK_CONTROL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/control/test_name_set
tests_control_test_name_set_CFLAGS = $(TEST_CFLAGS)
tests_control_test_name_set_CPPFLAGS = $(TEST_CPPFLAGS)
tests_control_test_name_set_LDADD = \
	$(LINK_CONTROL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/control/test_pick
tests_control_test_pick_CFLAGS = $(TEST_CFLAGS)
tests_control_test_pick_CPPFLAGS = $(TEST_CPPFLAGS)
tests_control_test_pick_LDADD = $(LINK_CONTROL) $(CMOCKA_LIBS)

# config
check_LIBRARIES += tests/support/libconfig_text.a
tests_support_libconfig_text_a_CFLAGS = $(TEST_CFLAGS)
tests_support_libconfig_text_a_CPPFLAGS = $(TEST_CPPFLAGS)
tests_support_libconfig_text_a_SOURCES = \
	tests/support/config_text.c tests/support/config_text.h \
	tests/support/temp_folder.c tests/support/temp_folder.h
LINK_CONFIG_TEXT = tests/support/libconfig_text.a
EXTRA_DIST += tests/config/wrong tests/config/right

check_PROGRAMS += tests/config/test_source
tests_config_test_source_CFLAGS = $(TEST_CFLAGS)
tests_config_test_source_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_source_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_faults
tests_config_test_faults_CFLAGS = $(TEST_CFLAGS)
tests_config_test_faults_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_faults_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_yaml
tests_config_test_yaml_CFLAGS = $(TEST_CFLAGS)
tests_config_test_yaml_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_yaml_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_yaml_node
tests_config_test_yaml_node_CFLAGS = $(TEST_CFLAGS)
tests_config_test_yaml_node_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_yaml_node_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_yaml_problem
tests_config_test_yaml_problem_CFLAGS = $(TEST_CFLAGS)
tests_config_test_yaml_problem_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_yaml_problem_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_spelling
tests_config_test_spelling_CFLAGS = $(TEST_CFLAGS)
tests_config_test_spelling_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_spelling_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_field
tests_config_test_field_CFLAGS = $(TEST_CFLAGS)
tests_config_test_field_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_field_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_field_types
tests_config_test_field_types_CFLAGS = $(TEST_CFLAGS)
tests_config_test_field_types_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_field_types_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_proxy_url
tests_config_test_proxy_url_CFLAGS = $(TEST_CFLAGS)
tests_config_test_proxy_url_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_proxy_url_LDADD = $(LINK_CONFIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/config/test_host_port
tests_config_test_host_port_CFLAGS = $(TEST_CFLAGS)
tests_config_test_host_port_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_host_port_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_loader
tests_config_test_loader_CFLAGS = $(TEST_CFLAGS)
tests_config_test_loader_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_loader_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config
tests_config_test_config_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_defaults
tests_config_test_config_defaults_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_defaults_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_defaults_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/config/test_config_thresholds
tests_config_test_config_thresholds_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_thresholds_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_thresholds_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_endpoints
tests_config_test_config_endpoints_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_endpoints_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_endpoints_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_fronts
tests_config_test_config_fronts_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_fronts_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_fronts_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_approach
tests_config_test_config_approach_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_approach_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_approach_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/config/test_config_labels
tests_config_test_config_labels_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_labels_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_labels_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_files
tests_config_test_config_files_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_files_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_files_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_from
tests_config_test_config_from_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_from_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_from_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_target_file
tests_config_test_target_file_CFLAGS = $(TEST_CFLAGS)
tests_config_test_target_file_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_target_file_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_assumed_list
tests_config_test_assumed_list_CFLAGS = $(TEST_CFLAGS)
tests_config_test_assumed_list_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_assumed_list_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_target_lists
tests_config_test_target_lists_CFLAGS = $(TEST_CFLAGS)
tests_config_test_target_lists_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_target_lists_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_include
tests_config_test_config_include_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_include_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_include_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_keys
tests_config_test_config_keys_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_keys_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_keys_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_routes
tests_config_test_config_routes_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_routes_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_routes_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/config/test_config_sinks
tests_config_test_config_sinks_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_sinks_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_sinks_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/config/test_config_mail
tests_config_test_config_mail_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_mail_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_mail_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/config/test_config_root
tests_config_test_config_root_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_root_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_root_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_aia
tests_config_test_config_aia_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_aia_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_aia_LDADD = \
	$(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_revocation
tests_config_test_config_revocation_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_revocation_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_revocation_LDADD = \
	$(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_control
tests_config_test_config_control_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_control_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_control_LDADD = \
	$(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_services
tests_config_test_config_services_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_services_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_services_LDADD = \
	$(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_dns
tests_config_test_config_dns_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_dns_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_dns_LDADD = \
	$(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_retention
tests_config_test_config_retention_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_retention_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_retention_LDADD = \
	$(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_quiet
tests_config_test_config_quiet_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_quiet_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_quiet_LDADD = \
	$(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_syslog
tests_config_test_config_syslog_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_syslog_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_syslog_LDADD = \
	$(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_transparency
tests_config_test_config_transparency_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_transparency_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_transparency_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/config/test_config_variants
tests_config_test_config_variants_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_variants_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_variants_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/config/test_config_clients
tests_config_test_config_clients_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_clients_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_clients_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/config/test_config_allowed
tests_config_test_config_allowed_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_allowed_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_allowed_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)
check_PROGRAMS += tests/config/test_config_expect
tests_config_test_config_expect_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_expect_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_expect_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_trust
tests_config_test_config_trust_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_trust_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_trust_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_config_webhooks
tests_config_test_config_webhooks_CFLAGS = $(TEST_CFLAGS)
tests_config_test_config_webhooks_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_config_webhooks_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

check_PROGRAMS += tests/config/test_wrong
tests_config_test_wrong_CFLAGS = $(TEST_CFLAGS)
tests_config_test_wrong_CPPFLAGS = $(TEST_CPPFLAGS)
tests_config_test_wrong_LDADD = $(LINK_CONFIG_TEXT) $(LINK_CONFIG) $(CMOCKA_LIBS)

# daemon, cli
check_PROGRAMS += tests/daemon/test_arguments
tests_daemon_test_arguments_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_arguments_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_arguments_LDADD = $(LINK_DAEMON) $(CMOCKA_LIBS)
check_PROGRAMS += tests/daemon/test_web_site
tests_daemon_test_web_site_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_web_site_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_web_site_LDADD = $(LINK_DAEMON) $(CMOCKA_LIBS)
check_PROGRAMS += tests/daemon/test_drain
tests_daemon_test_drain_SOURCES = tests/daemon/test_drain.c $(FAKE_LOOP)
tests_daemon_test_drain_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_drain_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_drain_LDADD = $(LINK_DAEMON) $(CMOCKA_LIBS)
check_PROGRAMS += tests/daemon/test_process
tests_daemon_test_process_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_process_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_process_LDADD = src/libdaemon.a $(LINK_BASE) $(CMOCKA_LIBS)
check_PROGRAMS += tests/daemon/test_own_event
tests_daemon_test_own_event_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_own_event_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_own_event_LDADD = $(LINK_MINT) $(LINK_DAEMON) $(CMOCKA_LIBS)
check_PROGRAMS += tests/daemon/test_memory
tests_daemon_test_memory_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_memory_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_memory_LDADD = $(LINK_DAEMON) $(CMOCKA_LIBS)
check_PROGRAMS += tests/daemon/test_progress
tests_daemon_test_progress_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_progress_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_progress_LDADD = $(LINK_DAEMON) $(CMOCKA_LIBS)
check_PROGRAMS += tests/daemon/test_backlog
tests_daemon_test_backlog_SOURCES = tests/daemon/test_backlog.c $(INLINE_STORE)
tests_daemon_test_backlog_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_backlog_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_backlog_LDADD = $(LINK_CONFIG_TEXT) $(LINK_DAEMON) $(CMOCKA_LIBS)
check_PROGRAMS += tests/daemon/test_state
tests_daemon_test_state_SOURCES = tests/daemon/test_state.c $(INLINE_STORE)
tests_daemon_test_state_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_state_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_state_LDADD = \
	$(LINK_CONFIG_TEXT) $(LINK_DAEMON) $(CMOCKA_LIBS)
check_PROGRAMS += tests/daemon/test_state_damaged
tests_daemon_test_state_damaged_SOURCES = \
	tests/daemon/test_state_damaged.c $(TEMP_FOLDER)
tests_daemon_test_state_damaged_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_state_damaged_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_state_damaged_LDADD = \
	$(LINK_CONFIG_TEXT) $(LINK_DAEMON) $(CMOCKA_LIBS)
check_PROGRAMS += tests/daemon/test_named_hosts
tests_daemon_test_named_hosts_SOURCES = tests/daemon/test_named_hosts.c \
	$(INLINE_STORE)
tests_daemon_test_named_hosts_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_named_hosts_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_named_hosts_LDADD = \
	$(LINK_CONFIG_TEXT) $(LINK_DAEMON) $(CMOCKA_LIBS)
check_PROGRAMS += tests/daemon/test_services
tests_daemon_test_services_SOURCES = tests/daemon/test_services.c \
	$(FAKE_LOOP) $(FAKE_RESOLVE)
tests_daemon_test_services_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_services_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_services_LDADD = \
	$(LINK_CONFIG_TEXT) $(LINK_DAEMON) $(CMOCKA_LIBS)
check_PROGRAMS += tests/daemon/test_list_watch
tests_daemon_test_list_watch_SOURCES = tests/daemon/test_list_watch.c \
	$(FAKE_LOOP) $(TEMP_FOLDER)
tests_daemon_test_list_watch_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_list_watch_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_list_watch_LDADD = $(LINK_DAEMON) $(CMOCKA_LIBS)

check_PROGRAMS += tests/daemon/test_approach_watch
tests_daemon_test_approach_watch_SOURCES = tests/daemon/test_approach_watch.c \
	$(FAKE_LOOP) $(TEMP_FOLDER)
tests_daemon_test_approach_watch_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_approach_watch_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_approach_watch_LDADD = $(LINK_DAEMON) $(CMOCKA_LIBS)

check_PROGRAMS += tests/daemon/test_store_watch
tests_daemon_test_store_watch_SOURCES = tests/daemon/test_store_watch.c \
	$(FAKE_LOOP)
tests_daemon_test_store_watch_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_store_watch_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_store_watch_LDADD = $(LINK_MINT) $(LINK_DAEMON) $(CMOCKA_LIBS)

check_PROGRAMS += tests/daemon/test_readable
tests_daemon_test_readable_SOURCES = tests/daemon/test_readable.c $(TEMP_FOLDER)
tests_daemon_test_readable_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_readable_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_readable_LDADD = $(LINK_DAEMON) $(CMOCKA_LIBS)
check_PROGRAMS += tests/daemon/test_unasked
tests_daemon_test_unasked_SOURCES = tests/daemon/test_unasked.c \
	tests/support/temp_folder.c tests/support/temp_folder.h \
	tests/support/unasked.c
tests_daemon_test_unasked_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_unasked_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_unasked_LDADD = $(LINK_MINT) $(LINK_DAEMON) $(CMOCKA_LIBS)
check_PROGRAMS += tests/daemon/test_trust_stores
tests_daemon_test_trust_stores_CFLAGS = $(TEST_CFLAGS)
tests_daemon_test_trust_stores_CPPFLAGS = $(TEST_CPPFLAGS)
tests_daemon_test_trust_stores_LDADD = $(LINK_MINT) $(LINK_DAEMON) $(CMOCKA_LIBS)

# cli
check_LIBRARIES += tests/cli/libcommand.a
tests_cli_libcommand_a_CFLAGS = $(TEST_CFLAGS)
tests_cli_libcommand_a_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_libcommand_a_SOURCES = \
	tests/cli/command_run.c tests/cli/command_run.h
# Stands before LINK_CLI.
LINK_COMMAND = tests/cli/libcommand.a $(LINK_SCENE) $(LINK_TLS)

check_PROGRAMS += tests/cli/test_approach_options
tests_cli_test_approach_options_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_approach_options_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_approach_options_LDADD = $(LINK_CLI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/cli/test_options
tests_cli_test_options_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_options_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_options_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_complete
tests_cli_test_complete_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_complete_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_complete_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_commands
tests_cli_test_commands_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_commands_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_commands_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_explain
tests_cli_test_explain_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_explain_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_explain_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/cli/test_clients
tests_cli_test_clients_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_clients_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_clients_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_dead_letters
tests_cli_test_dead_letters_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_dead_letters_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_dead_letters_LDADD = $(LINK_RECEIVER) \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_notify_test
tests_cli_test_notify_test_SOURCES = tests/cli/test_notify_test.c \
	$(SMTP_RECEIVER)
tests_cli_test_notify_test_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_notify_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_notify_test_LDADD = $(LINK_RECEIVER) \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_fix
tests_cli_test_fix_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_fix_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_fix_LDADD = $(LINK_RECEIVER) \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_lint
tests_cli_test_lint_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_lint_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_lint_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_foreign_cases
tests_cli_test_foreign_cases_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_foreign_cases_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_foreign_cases_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)
EXTRA_DIST += tests/cli/foreign_cases.reasons

check_PROGRAMS += tests/cli/test_nagios
tests_cli_test_nagios_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_nagios_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_nagios_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_trust
tests_cli_test_trust_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_trust_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_trust_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_history_text
tests_cli_test_history_text_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_history_text_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_history_text_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/cli/test_inventory_names
tests_cli_test_inventory_names_SOURCES = tests/cli/test_inventory_names.c \
	$(FAKE_LOOP) $(FAKE_RESOLVE)
tests_cli_test_inventory_names_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_inventory_names_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_inventory_names_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/cli/test_inventory_text
tests_cli_test_inventory_text_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_inventory_text_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_inventory_text_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/cli/test_replayed
tests_cli_test_replayed_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_replayed_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_replayed_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/cli/test_show_text
tests_cli_test_show_text_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_show_text_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_show_text_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/cli/test_status_nagios
tests_cli_test_status_nagios_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_status_nagios_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_status_nagios_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/cli/test_status_text
tests_cli_test_status_text_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_status_text_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_status_text_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)
check_PROGRAMS += tests/cli/test_output
tests_cli_test_output_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_output_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_output_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_check
tests_cli_test_check_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_check_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_check_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_probe
tests_cli_test_probe_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_probe_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_probe_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_check_issuers
tests_cli_test_check_issuers_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_check_issuers_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_check_issuers_LDADD = $(LINK_RECEIVER) \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_looks
tests_cli_test_looks_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_looks_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_looks_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

check_PROGRAMS += tests/cli/test_check_text
tests_cli_test_check_text_CFLAGS = $(TEST_CFLAGS)
tests_cli_test_check_text_CPPFLAGS = $(TEST_CPPFLAGS)
tests_cli_test_check_text_LDADD = \
	$(LINK_COMMAND) $(LINK_CLI) $(CMOCKA_LIBS)

# manual: what the pages say, held against what the programs say
check_PROGRAMS += tests/manual/test_manual
tests_manual_test_manual_CFLAGS = $(TEST_CFLAGS)
tests_manual_test_manual_CPPFLAGS = $(TEST_CPPFLAGS)
tests_manual_test_manual_LDADD = $(LINK_MANUAL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/manual/test_roff
tests_manual_test_roff_CFLAGS = $(TEST_CFLAGS)
tests_manual_test_roff_CPPFLAGS = $(TEST_CPPFLAGS)
tests_manual_test_roff_LDADD = $(LINK_MANUAL) $(CMOCKA_LIBS)
check_PROGRAMS += tests/manual/test_schema
tests_manual_test_schema_CFLAGS = $(TEST_CFLAGS)
tests_manual_test_schema_CPPFLAGS = $(TEST_CPPFLAGS)
tests_manual_test_schema_LDADD = $(LINK_MANUAL) $(CMOCKA_LIBS)
MANUAL_TESTS = tests/manual/manuals.sh tests/manual/schema.sh \
	tests/manual/examples.sh
TESTS += $(MANUAL_TESTS)
EXTRA_DIST += $(MANUAL_TESTS) tests/manual/compare_manuals \
	tests/manual/check_examples tests/manual/check_schema \
	tests/manual/core_yaml.py

# lint: scripts that read the sources
LINTS = \
	tests/lint/layers.sh tests/lint/banned.sh tests/lint/headers.sh \
	tests/lint/limits.sh tests/lint/mirror.sh tests/lint/shadows.sh \
	tests/lint/sizes.sh \
	tests/lint/selftest.sh
SH_LOG_COMPILER = bash
AM_TESTS_ENVIRONMENT = \
	CC='$(CC)'; export CC; \
	LINT_CPPFLAGS='$(OPENSSL_CFLAGS) $(LIBEVENT_CFLAGS) \
		$(UNBOUND_CFLAGS) $(YAML_CFLAGS) $(SYSTEMD_CFLAGS) \
		$(JANSSON_CFLAGS) $(IDN2_CFLAGS) $(PSL_CFLAGS) \
		$(CURL_CFLAGS)'; \
	export LINT_CPPFLAGS;
TESTS += $(LINTS)
EXTRA_DIST += $(LINTS) tests/lint/layers.table tests/lint/banned.table \
	tests/lint/mirror.allow tests/lint/strip.awk

# system: what tests/run runs on real servers, beside these; mirror.sh misses
# whatever is forgotten here, and so in the tarball.
EXTRA_DIST += tests/README tests/run tests/web/answers.sh
EXTRA_DIST += tests/system/acme.sh tests/system/aia.sh \
	tests/system/alertmanager.sh tests/system/api.sh tests/system/catalogue.sh \
	tests/system/check_openapi tests/system/commands.sh \
	tests/system/compare_ledger tests/system/completion.sh \
	tests/system/control.sh tests/system/crash.sh tests/system/dane.sh \
	tests/system/dead_letters.sh tests/system/demo.sh tests/system/deployed.sh \
	tests/system/evil_web tests/system/files.sh tests/system/fronts.sh \
	tests/system/full_disk.sh tests/system/hooks.sh tests/system/hostile.sh \
	tests/system/hostile_clients tests/system/lib.sh tests/system/lib_box.sh \
	tests/system/lib_haproxy.sh tests/system/lib_knot.sh \
	tests/system/lib_page.sh tests/system/lib_pebble.sh \
	tests/system/lib_regression.sh tests/system/lib_starttls.sh \
	tests/system/lib_webhook.sh tests/system/mail_receiver \
	tests/system/names.sh tests/system/names_served.sh tests/system/once.sh \
	tests/system/package.sh tests/system/page.sh tests/system/page_browser \
	tests/system/page_mail tests/system/policy.sh tests/system/prometheus.sh \
	tests/system/receiver.sh tests/system/regression.sh \
	tests/system/regression_haproxy.sh tests/system/regression_one_of_three.sh \
	tests/system/reload.sh tests/system/restart.sh tests/system/revocation.sh \
	tests/system/revocation_twin.sh tests/system/rollout.sh \
	tests/system/routes.sh tests/system/service.sh tests/system/silence.sh \
	tests/system/spoil_files tests/system/staples.sh tests/system/starttls.sh \
	tests/system/stop.sh tests/system/switching_server tests/system/syslog.sh \
	tests/system/trust.sh tests/system/variants.sh tests/system/ways_in.sh \
	tests/system/webhook.sh tests/system/webhook_receiver \
	tests/system/wiring.sh

# fuzz: one block a fuzzer. With --enable-fuzzers they are libFuzzer programs,
# built by name and run by hand or by tests/run; else make check runs them over
# their seeds (tests/support/fuzz_main.c).
# bench: `make bench-judge`
# A fleet of any size on loopback, for `make check-scale` and `make check-soak`.
EXTRA_PROGRAMS += tests/scale/fleet
tests_scale_fleet_CFLAGS = $(OPENSSL_CFLAGS) -O2
tests_scale_fleet_LDADD = $(OPENSSL_LIBS)
EXTRA_DIST += tests/scale/scale tests/scale/rig.py \
	tests/soak/soak tests/soak/hour tests/soak/world.py \
	tests/soak/soak_web.py tests/soak/clock_shift.c
EXTRA_PROGRAMS += tests/bench/bench_judge
tests_bench_bench_judge_CFLAGS = $(TEST_CFLAGS)
tests_bench_bench_judge_CPPFLAGS = $(TEST_CPPFLAGS)
tests_bench_bench_judge_LDADD = $(LINK_MINT) $(LINK_FILES) $(LINK_JUDGE)

FUZZERS =
EXTRA_DIST += tests/fuzz/seeds
if ENABLE_FUZZERS
FUZZ_MAIN =
FUZZ_LINK_FLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
EXTRA_PROGRAMS += $(FUZZERS)
else
FUZZ_MAIN = tests/support/fuzz_main.c
FUZZ_LINK_FLAGS = $(AM_LDFLAGS)
check_PROGRAMS += $(FUZZERS)
endif

FUZZERS += tests/fuzz/fuzz_accept
tests_fuzz_fuzz_accept_SOURCES = tests/fuzz/fuzz_accept.c $(FUZZ_MAIN)
tests_fuzz_fuzz_accept_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_accept_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"accept\"
tests_fuzz_fuzz_accept_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_accept_LDADD = $(LINK_RENDER)

FUZZERS += tests/fuzz/fuzz_cert
tests_fuzz_fuzz_cert_SOURCES = tests/fuzz/fuzz_cert.c $(FUZZ_MAIN)
tests_fuzz_fuzz_cert_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_cert_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"cert\"
tests_fuzz_fuzz_cert_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_cert_LDADD = $(LINK_PKI)

FUZZERS += tests/fuzz/fuzz_pem
tests_fuzz_fuzz_pem_SOURCES = tests/fuzz/fuzz_pem.c $(FUZZ_MAIN)
tests_fuzz_fuzz_pem_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_pem_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"pem\"
tests_fuzz_fuzz_pem_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_pem_LDADD = $(LINK_PKI)

FUZZERS += tests/fuzz/fuzz_sct
tests_fuzz_fuzz_sct_SOURCES = tests/fuzz/fuzz_sct.c $(FUZZ_MAIN)
tests_fuzz_fuzz_sct_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_sct_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"sct\"
tests_fuzz_fuzz_sct_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_sct_LDADD = $(LINK_PKI)

FUZZERS += tests/fuzz/fuzz_aia
tests_fuzz_fuzz_aia_SOURCES = tests/fuzz/fuzz_aia.c $(FUZZ_MAIN)
tests_fuzz_fuzz_aia_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_aia_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"aia\"
tests_fuzz_fuzz_aia_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_aia_LDADD = $(LINK_PKI)
FUZZERS += tests/fuzz/fuzz_log_list
tests_fuzz_fuzz_log_list_SOURCES = tests/fuzz/fuzz_log_list.c $(FUZZ_MAIN)
tests_fuzz_fuzz_log_list_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_log_list_CPPFLAGS = $(TEST_CPPFLAGS) \
	-DFUZZ_SEEDS=\"log_list\"
tests_fuzz_fuzz_log_list_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_log_list_LDADD = $(LINK_FILES)

FUZZERS += tests/fuzz/fuzz_policy
tests_fuzz_fuzz_policy_SOURCES = tests/fuzz/fuzz_policy.c $(FUZZ_MAIN)
tests_fuzz_fuzz_policy_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_policy_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"policy\"
tests_fuzz_fuzz_policy_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_policy_LDADD = $(LINK_MODEL)

FUZZERS += tests/fuzz/fuzz_pkcs12
tests_fuzz_fuzz_pkcs12_SOURCES = tests/fuzz/fuzz_pkcs12.c $(FUZZ_MAIN)
tests_fuzz_fuzz_pkcs12_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_pkcs12_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"pkcs12\"
tests_fuzz_fuzz_pkcs12_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_pkcs12_LDADD = $(LINK_PKI)

FUZZERS += tests/fuzz/fuzz_crl
tests_fuzz_fuzz_crl_SOURCES = tests/fuzz/fuzz_crl.c $(FUZZ_MAIN)
tests_fuzz_fuzz_crl_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_crl_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"crl\"
tests_fuzz_fuzz_crl_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_crl_LDADD = $(LINK_MINT) $(LINK_PKI)

FUZZERS += tests/fuzz/fuzz_ocsp
tests_fuzz_fuzz_ocsp_SOURCES = tests/fuzz/fuzz_ocsp.c $(FUZZ_MAIN)
tests_fuzz_fuzz_ocsp_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_ocsp_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"ocsp\"
tests_fuzz_fuzz_ocsp_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_ocsp_LDADD = $(LINK_MINT) $(LINK_PKI)

FUZZERS += tests/fuzz/fuzz_crl_walk
tests_fuzz_fuzz_crl_walk_SOURCES = tests/fuzz/fuzz_crl_walk.c $(FUZZ_MAIN)
tests_fuzz_fuzz_crl_walk_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_crl_walk_CPPFLAGS = $(TEST_CPPFLAGS) \
	-DFUZZ_SEEDS=\"crl_walk\"
tests_fuzz_fuzz_crl_walk_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_crl_walk_LDADD = $(LINK_MINT) $(LINK_PKI)

FUZZERS += tests/fuzz/fuzz_judge
tests_fuzz_fuzz_judge_SOURCES = tests/fuzz/fuzz_judge.c $(FUZZ_MAIN)
tests_fuzz_fuzz_judge_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_judge_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"judge\"
tests_fuzz_fuzz_judge_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_judge_LDADD = $(LINK_JUDGE) $(LINK_MINT) $(LINK_PKI)

FUZZERS += tests/fuzz/fuzz_dns_answer
tests_fuzz_fuzz_dns_answer_SOURCES = tests/fuzz/fuzz_dns_answer.c $(FUZZ_MAIN)
tests_fuzz_fuzz_dns_answer_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_dns_answer_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"dns_answer\"
tests_fuzz_fuzz_dns_answer_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_dns_answer_LDADD = $(LINK_NET)

FUZZERS += tests/fuzz/fuzz_dns_records
tests_fuzz_fuzz_dns_records_SOURCES = tests/fuzz/fuzz_dns_records.c $(FUZZ_MAIN)
tests_fuzz_fuzz_dns_records_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_dns_records_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"dns_records\"
tests_fuzz_fuzz_dns_records_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_dns_records_LDADD = $(LINK_NET)

FUZZERS += tests/fuzz/fuzz_dialogue
tests_fuzz_fuzz_dialogue_SOURCES = tests/fuzz/fuzz_dialogue.c $(FUZZ_MAIN)
tests_fuzz_fuzz_dialogue_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_dialogue_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"dialogue\"
tests_fuzz_fuzz_dialogue_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_dialogue_LDADD = $(LINK_PROBE)

FUZZERS += tests/fuzz/fuzz_cert_message
tests_fuzz_fuzz_cert_message_SOURCES = tests/fuzz/fuzz_cert_message.c $(FUZZ_MAIN)
tests_fuzz_fuzz_cert_message_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_cert_message_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"cert_message\"
tests_fuzz_fuzz_cert_message_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_cert_message_LDADD = $(LINK_PROBE)

FUZZERS += tests/fuzz/fuzz_target_file
tests_fuzz_fuzz_target_file_SOURCES = tests/fuzz/fuzz_target_file.c $(FUZZ_MAIN)
tests_fuzz_fuzz_target_file_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_target_file_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"target_file\"
tests_fuzz_fuzz_target_file_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_target_file_LDADD = $(LINK_CONFIG)
FUZZERS += tests/fuzz/fuzz_proxy
tests_fuzz_fuzz_proxy_SOURCES = tests/fuzz/fuzz_proxy.c $(FUZZ_MAIN)
tests_fuzz_fuzz_proxy_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_proxy_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"proxy\"
tests_fuzz_fuzz_proxy_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_proxy_LDADD = $(LINK_PROBE)

FUZZERS += tests/fuzz/fuzz_yaml
tests_fuzz_fuzz_yaml_SOURCES = tests/fuzz/fuzz_yaml.c $(FUZZ_MAIN)
tests_fuzz_fuzz_yaml_CFLAGS = $(TEST_CFLAGS)
tests_fuzz_fuzz_yaml_CPPFLAGS = $(TEST_CPPFLAGS) -DFUZZ_SEEDS=\"yaml\"
tests_fuzz_fuzz_yaml_LDFLAGS = $(FUZZ_LINK_FLAGS)
tests_fuzz_fuzz_yaml_LDADD = $(LINK_CONFIG)

TESTS += $(check_PROGRAMS)
