/*
 * The table of clients; see profile.h. A row says what its client does where
 * that is not what most do. "Checked" rows are held against the real stack by
 * tests/clients; the others follow from the documents they name.
 */
#include "clients/profile.h"

#include <string.h>

#include "clients/profile_family.h"

const struct client_profile client_profiles[] = {
    {
	.name = "openssl",
	.is_mainstream = true,
	.title = "OpenSSL 3",
	.users = "most C programs, PHP, Ruby, nginx as a client",
	.is_checked = true,
	.source = "libssl 3.0, X509_verify_cert at security level 2",
	.builder = CLIENT_BUILDS_TRUSTED_FIRST,
	OPENSSL_COMMON,
	OPENSSL_PLAIN,
	.common_name = CLIENT_CN_WITHOUT_DNS_NAME,
	.algorithms = MODERN_ALGS,
	.rsa_min = 2048,
	.oddities = OPENSSL_ODDITIES,
    },
    {
	.name = "openssl-1.1",
	.title = "OpenSSL 1.1",
	.users = "programs of Debian 11, Ubuntu 20.04, RHEL 8",
	.source = "libssl 3.0 at security level 1, as an imitation",
	.builder = CLIENT_BUILDS_TRUSTED_FIRST,
	OPENSSL_COMMON,
	OPENSSL_PLAIN,
	.common_name = CLIENT_CN_WITHOUT_DNS_NAME,
	.algorithms = MODERN_ALGS | CLIENT_ALG_SHA1 | CLIENT_ALG_EXPLICIT_CURVE,
	.rsa_min = 1024,
	.oddities = OPENSSL_ODDITIES,
    },
    {
	.name = "openssl-1.0.2",
	.title = "OpenSSL 1.0.2",
	.users = "CentOS 7, old appliances",
	.source = "libssl 3.0 without trusted-first at level 0, as an "
		  "imitation; release notes of 1.1.0",
	.builder = CLIENT_BUILDS_SENT_THEN_SHORTER,
	OPENSSL_COMMON,
	OPENSSL_PLAIN,
	.common_name = CLIENT_CN_WITHOUT_DNS_NAME,
	.algorithms = MODERN_ALGS | CLIENT_ALG_SHA1 | CLIENT_ALG_MD5 |
	    CLIENT_ALG_DSA | CLIENT_ALG_EXPLICIT_CURVE,
	.rsa_min = 512,
	.oddities = OPENSSL_ODDITIES,
    },
    {
	.name = "curl",
	.is_mainstream = true,
	.title = "curl",
	.users = "curl and libcurl with OpenSSL, on Linux",
	.is_checked = true,
	.source = "libssl 3.0 as lib/vtls/openssl.c sets it up: partial "
		  "chains, no partial wildcards",
	.builder = CLIENT_BUILDS_TRUSTED_FIRST,
	OPENSSL_COMMON,
	.anchor = CLIENT_ANCHOR_ANY_CERT,
	.anchor_rules = OPENSSL_ANCHOR,
	.common_name = CLIENT_CN_WITHOUT_DNS_NAME,
	.names = CLIENT_NAME_SUFFIX,
	.algorithms = MODERN_ALGS,
	.rsa_min = 2048,
	.oddities = OPENSSL_ODDITIES,
    },
    {
	.name = "python",
	.is_mainstream = true,
	.title = "Python 3.13",
	.users = "ssl.create_default_context, requests, pip",
	.is_checked = true,
	.source = "libssl 3.0 with X509_STRICT and partial chains, as CPython "
		  "3.13 sets it up",
	.builder = CLIENT_BUILDS_TRUSTED_FIRST,
	OPENSSL_COMMON,
	.anchor = CLIENT_ANCHOR_ANY_CERT,
	.anchor_rules =
	    OPENSSL_ANCHOR | CLIENT_ANCHOR_BASIC | CLIENT_ANCHOR_VERSION,
	.common_name = CLIENT_CN_WITHOUT_DNS_NAME,
	.names = CLIENT_NAME_SUFFIX,
	.algorithms = MODERN_ALGS,
	.rsa_min = 2048,
	.oddities = OPENSSL_ODDITIES | CLIENT_STRICT_RFC5280,
    },
    {
	.name = "node",
	.is_mainstream = true,
	.title = "Node.js",
	.users = "Node 18 and later, Electron's net of Node",
	.source = "OpenSSL 3 at security level 1; tls.checkServerIdentity of "
		  "its documentation",
	.builder = CLIENT_BUILDS_TRUSTED_FIRST,
	OPENSSL_COMMON,
	OPENSSL_PLAIN,
	.common_name = CLIENT_CN_WITHOUT_SAN,
	.oddities = OPENSSL_ODDITIES,
	.algorithms = MODERN_ALGS | CLIENT_ALG_SHA1,
	.rsa_min = 1024,
    },
    {
	.name = "gnutls",
	.is_mainstream = true,
	.title = "GnuTLS",
	.users = "wget, glib-networking, Debian's apt, exim4",
	.is_checked = true,
	.source = "GnuTLS 3.7, verify_peers3 with the purpose of a server",
	.builder = CLIENT_BUILDS_SORTED,
	GNUTLS_COMMON,
	.common_name = CLIENT_CN_WITHOUT_HOST,
	.names = CLIENT_NAME_PARTIAL_HEAD | CLIENT_NAME_SUFFIX,
	.constraint_kinds = CLIENT_NC_DNS | CLIENT_NC_IP | CLIENT_NC_EMAIL |
	    CLIENT_NC_DN | CLIENT_NC_URI,
	.critical = (OPENSSL_CRITICAL &
			~(uint32_t)(CLIENT_CRITICAL_MAPPINGS |
			    CLIENT_CRITICAL_NETSCAPE)) |
	    KEY_IDS_CRITICAL | CLIENT_CRITICAL_AIA |
	    CLIENT_CRITICAL_ISSUER_NAME | CLIENT_CRITICAL_TLS_FEATURE,
	.algorithms = CLIENT_ALG_ED25519 | CLIENT_ALG_ED448 |
	    CLIENT_ALG_PSS_KEY | CLIENT_ALG_PSS | CLIENT_ALG_DSA,
	.oddities = GNUTLS_ODDITIES | CLIENT_CN_CONSTRAINED | CLIENT_CN_SINGLE |
	    CLIENT_BROKEN_KEY,
    },
    {
	.name = "gnutls-3.6",
	.title = "GnuTLS 3.6",
	.users = "before 3.6.14: Debian 9, Ubuntu 18.04, RHEL 7",
	.source = "release notes of 3.6.14 and GnuTLS issue 1008: follows "
		  "what is sent to its end before it looks at its anchors; "
		  "the rest as GnuTLS 3.7",
	.builder = CLIENT_BUILDS_SENT_THEN_SHORTER,
	GNUTLS_COMMON,
	.common_name = CLIENT_CN_WITHOUT_DNS_NAME,
	.names = CLIENT_NAME_SUFFIX,
	.constraint_kinds =
	    CLIENT_NC_DNS | CLIENT_NC_IP | CLIENT_NC_EMAIL | CLIENT_NC_DN,
	.critical =
	    OPENSSL_CRITICAL | KEY_IDS_CRITICAL | CLIENT_CRITICAL_TLS_FEATURE,
	.algorithms = CLIENT_ALG_ED25519 | CLIENT_ALG_ED448 |
	    CLIENT_ALG_PSS_KEY | CLIENT_ALG_PSS,
	.oddities = GNUTLS_ODDITIES,
    },
    {
	.name = "go",
	.is_mainstream = true,
	.title = "Go",
	.users = "Docker, Kubernetes, Terraform, Prometheus, Caddy",
	.is_checked = true,
	.source = "Go 1.19, Certificate.Verify as crypto/tls calls it",
	.builder = CLIENT_BUILDS_EVERY_PATH,
	.anchor = CLIENT_ANCHOR_ANY_CERT,
	.anchor_rules = CLIENT_ANCHOR_DATES | CLIENT_ANCHOR_PATH_LEN |
	    CLIENT_ANCHOR_NAMES | CLIENT_ANCHOR_PURPOSE |
	    CLIENT_ANCHOR_CRITICAL | CLIENT_ANCHOR_BASIC | CLIENT_ANCHOR_USAGE,
	.common_name = CLIENT_CN_NEVER,
	.names = CLIENT_NAME_TOP | CLIENT_NAME_SUFFIX,
	.purposes = CLIENT_EKU_ANY_LEAF | CLIENT_EKU_ANY_CA,
	.constraint_kinds =
	    CLIENT_NC_DNS | CLIENT_NC_IP | CLIENT_NC_EMAIL | CLIENT_NC_URI,
	.critical = CLIENT_CRITICAL_BASIC | CLIENT_CRITICAL_KEY_USAGE |
	    CLIENT_CRITICAL_PURPOSE | CLIENT_CRITICAL_SAN |
	    CLIENT_CRITICAL_NAMES | CLIENT_CRITICAL_POLICIES |
	    CLIENT_CRITICAL_CRL_POINTS | CLIENT_CRITICAL_AIA | KEY_IDS_CRITICAL,
	.algorithms = CLIENT_ALG_ED25519 | CLIENT_ALG_PSS,
	.oddities =
	    CLIENT_SELF_ISSUED_COUNTS | CLIENT_KEYS_OF_CAS | CLIENT_NO_SHA224,
	.max_bytes = 65536,
    },
    {
	.name = "java",
	.is_mainstream = true,
	.title = "Java",
	.users = "JVM clients: HttpClient, Spring, Kafka, Jenkins",
	.is_checked = true,
	.source = "OpenJDK 17, the X509TrustManager of JSSE for HTTPS",
	.modelled = "from when it distrusts a CA (dated rules)",
	.builder = CLIENT_BUILDS_EVERY_PATH,
	.programmes = 1u << POLICY_JAVA,
	.anchor = CLIENT_ANCHOR_ANY_CERT,
	.anchor_rules = CLIENT_ANCHOR_BASIC | CLIENT_ANCHOR_USAGE,
	.common_name = CLIENT_CN_WITHOUT_DNS_NAME,
	.names = CLIENT_NAME_PARTIAL | CLIENT_NAME_PARTIAL_HEAD |
	    CLIENT_NAME_PARTIAL_MIDDLE | CLIENT_NAME_STAR_INSIDE |
	    CLIENT_NAME_SUFFIX,
	.purposes =
	    CLIENT_EKU_LEAF_ONLY | CLIENT_EKU_ANY_LEAF | CLIENT_EKU_SGC_LEAF,
	.leaf_usage = CLIENT_KU_SIGN,
	.constraint_kinds = ALL_NC,
	.critical = OPENSSL_CRITICAL &
	    ~(uint32_t)(CLIENT_CRITICAL_CRL_POINTS | CLIENT_CRITICAL_NETSCAPE),
	.algorithms = CLIENT_ALG_SHA1 | CLIENT_ALG_PSS | CLIENT_ALG_PSS_KEY |
	    CLIENT_ALG_OTHER_CURVE_LEAF | CLIENT_ALG_DSA | CLIENT_ALG_ED25519 |
	    CLIENT_ALG_ED448,
	.rsa_min = 1024,
	.oddities = CLIENT_SELF_ISSUED_COUNTS | CLIENT_NO_UNDERSCORE |
	    CLIENT_NO_PLAIN_SAN | CLIENT_CN_CONSTRAINED | CLIENT_NETSCAPE_TYPE,
	.max_sent = 10,
	.max_bytes = 32768,
    },
    {
	.name = "rustls",
	.is_mainstream = true,
	.title = "rustls",
	.users = "reqwest, ureq, cargo, Linkerd, curl with rustls",
	.source = "rustls-webpki 0.103, its source",
	.builder = CLIENT_BUILDS_EVERY_PATH,
	.anchor = CLIENT_ANCHOR_CA,
	.anchor_rules = CLIENT_ANCHOR_NAMES,
	.common_name = CLIENT_CN_NEVER,
	.names = CLIENT_NAME_SUFFIX,
	.purposes = 0,
	.constraint_kinds = CLIENT_NC_DNS | CLIENT_NC_IP,
	.critical = CLIENT_CRITICAL_BASIC | CLIENT_CRITICAL_KEY_USAGE |
	    CLIENT_CRITICAL_PURPOSE | CLIENT_CRITICAL_SAN |
	    CLIENT_CRITICAL_NAMES | CLIENT_CRITICAL_CRL_POINTS,
	.algorithms = CLIENT_ALG_ED25519 | CLIENT_ALG_PSS,
	.rsa_min = 2048,
	.rsa_max = 8192,
	.oddities = CLIENT_LEAF_NOT_CA | CLIENT_NO_VERSION_1 |
	    CLIENT_NO_CERT_SIGN | CLIENT_KEYS_OF_SIGNERS |
	    CLIENT_SKIPS_MALFORMED,
	.max_intermediates = 6,
	.max_bytes = 65536,
    },
    {
	.name = "firefox",
	.is_mainstream = true,
	.title = "Firefox",
	.users = "Firefox on the desktop, which knows the intermediates of "
		 "public CAs beforehand",
	.is_checked = true,
	.source = "Firefox ESR 153 itself, in handshakes",
	.modelled = "that it knows intermediates of public CAs beforehand "
		    "(Mozilla Security Blog 2020-11-13), and from when it "
		    "distrusts a CA (dated rules)",
	MOZILLA_COMMON,
	.issuers = CLIENT_PRELOADS,
    },
    {
	.name = "firefox-mobile",
	.title = "Firefox for Android",
	.users = "Firefox without preloaded intermediates, first visit",
	.source = "Firefox ESR 153 for the desktop, which was asked in "
		  "handshakes, without preloaded intermediates; fenix issue "
		  "20206",
	MOZILLA_COMMON,
    },
    {
	.name = "chrome",
	.is_mainstream = true,
	.title = "Chrome",
	.users = "Chrome, Chromium, Brave on desktop and Android",
	.is_checked = true,
	.source = "Chromium 156 itself, in handshakes, with roots by the "
		  "policy CACertificates",
	.modelled = "from when it distrusts a CA (Chrome Root Program Policy, "
		    "by dated rules)",
	CHROMIUM_COMMON,
	.programmes = 1u << POLICY_CHROME,
    },
    {
	.name = "edge",
	.is_mainstream = true,
	.title = "Edge",
	.users = "Microsoft Edge",
	.source = "Chrome's verifier, which was asked, with the roots of "
		  "Windows; Microsoft's documentation",
	CHROMIUM_COMMON,
	.programmes = 1u << POLICY_MICROSOFT,
    },
    {
	.name = "safari",
	.is_mainstream = true,
	.title = "Safari",
	.users = "Safari, and programs on macOS and iOS",
	.source = "Apple: Creating a Trust Object; Requirements for trusted "
		  "certificates in iOS 13 and macOS 10.15",
	.builder = CLIENT_BUILDS_EVERY_PATH,
	.issuers = CLIENT_FETCHES,
	.programmes = 1u << POLICY_APPLE,
	.anchor = CLIENT_ANCHOR_ANY_CERT,
	.anchor_rules = CLIENT_ANCHOR_DATES | CLIENT_ANCHOR_PATH_LEN |
	    CLIENT_ANCHOR_NAMES | CLIENT_ANCHOR_CRITICAL,
	.common_name = CLIENT_CN_NEVER,
	.purposes = CLIENT_EKU_LEAF_ONLY | CLIENT_EKU_ANY_LEAF,
	.constraint_kinds = ALL_NC,
	.critical = OPENSSL_CRITICAL,
	.algorithms = CLIENT_ALG_PSS,
	.rsa_min = 2048,
    },
    {
	.name = "android",
	.is_mainstream = true,
	.title = "Android",
	.users = "apps on Android 14 and later, whose roots are updated",
	.source = "Android's security documentation; conscrypt's source",
	ANDROID_COMMON,
	.common_name = CLIENT_CN_NEVER,
	.algorithms = CLIENT_ALG_PSS,
    },
    {
	.name = "android-10",
	.title = "Android 10",
	.users = "apps on Android 10, with the roots of 2019; later ones up "
		 "to 13 have few more",
	.source = "as Android; what roots it lacks: the policy's rules 'lack'",
	ANDROID_COMMON,
	.common_name = CLIENT_CN_NEVER,
	.algorithms = CLIENT_ALG_PSS,
    },
    {
	.name = "android-7",
	.title = "Android 7.0",
	.users = "apps on Android 7.0 and older, with the roots of 2016; they "
		 "take an expired root",
	.source = "as Android; common name and SHA-1: Android 9 and 10, "
		  "Behavior changes; roots: the policy's rules 'lack'",
	ANDROID_COMMON,
	.common_name = CLIENT_CN_WITHOUT_DNS_NAME,
	.algorithms = CLIENT_ALG_PSS | CLIENT_ALG_SHA1,
    },
    {
	.name = "windows",
	.is_mainstream = true,
	.title = "Windows",
	.users = "Schannel: WinHTTP, PowerShell, curl.exe",
	.source = "Microsoft: CertGetCertificateChain; curl's schannel.c",
	MICROSOFT_COMMON,
	.programmes = 1u << POLICY_MICROSOFT,
	.algorithms = CLIENT_ALG_PSS | CLIENT_ALG_OTHER_CURVE,
	.rsa_min = 1024,
    },
    {
	.name = "dotnet",
	.is_mainstream = true,
	.title = ".NET",
	.users = "HttpClient and SslStream on any system",
	.source = "Microsoft: X509ChainPolicy.DisableCertificateDownloads",
	MICROSOFT_COMMON,
	.algorithms = CLIENT_ALG_PSS | CLIENT_ALG_OTHER_CURVE | CLIENT_ALG_SHA1,
	.rsa_min = 1024,
    },
    {
	.name = "nss",
	.title = "NSS",
	.users = "curl with NSS, LibreOffice, tools of RHEL; not Firefox",
	.is_checked = true,
	.source = "NSS 3.87, SSL_AuthCertificate in handshakes",
	.builder = CLIENT_BUILDS_NEWEST,
	.anchor = CLIENT_ANCHOR_SELF_SIGNED_LEAF,
	.anchor_rules =
	    CLIENT_ANCHOR_DATES | CLIENT_ANCHOR_PATH_LEN | CLIENT_ANCHOR_NAMES,
	.early_s = 86400,
	.common_name = CLIENT_CN_WITHOUT_DNS_NAME,
	.names =
	    CLIENT_NAME_PARTIAL | CLIENT_NAME_SUFFIX | CLIENT_NAME_IP_IN_CN,
	.purposes = CLIENT_EKU_SGC | CLIENT_EKU_SGC_LEAF | CLIENT_EKU_CLIENT_CA,
	.leaf_usage = CLIENT_KU_ENCIPHER,
	.constraint_kinds = ALL_NC,
	.critical = NSS_CRITICAL,
	.algorithms = CLIENT_ALG_SHA1 | CLIENT_ALG_PSS | CLIENT_ALG_PSS_KEY |
	    CLIENT_ALG_OTHER_CURVE_LEAF | CLIENT_ALG_DSA,
	.rsa_min = 1023,
	.oddities = CLIENT_LEAF_NOT_CA | CLIENT_CN_CONSTRAINED |
	    CLIENT_DOUBLE_EXTENSION | CLIENT_EC_AGREES | CLIENT_KEY_IDS_BIND,
    },
    {
	.name = "mbedtls",
	.title = "mbed TLS",
	.users = "embedded devices, OpenWrt",
	.is_checked = true,
	.source = "mbed TLS 2.28 with its default profile, in handshakes",
	.builder = CLIENT_BUILDS_FORWARD,
	.anchor = CLIENT_ANCHOR_SELF_SIGNED_LEAF,
	.anchor_rules = CLIENT_ANCHOR_DATES | CLIENT_ANCHOR_PATH_LEN |
	    CLIENT_ANCHOR_BASIC | CLIENT_ANCHOR_USAGE | CLIENT_ANCHOR_CRITICAL |
	    CLIENT_ANCHOR_NAMES,
	.common_name = CLIENT_CN_WITHOUT_SAN,
	.names = CLIENT_NAME_TOP | CLIENT_NAME_SUFFIX | CLIENT_NAME_IP_AS_DNS,
	.ip_names = CLIENT_IP_NEVER,
	.purposes = CLIENT_EKU_LEAF_ONLY | CLIENT_EKU_ANY_LEAF,
	.leaf_usage = CLIENT_KU_SIGN,
	.constraints = CLIENT_NAMES_REFUSE_CRITICAL,
	.critical = CLIENT_CRITICAL_BASIC | CLIENT_CRITICAL_KEY_USAGE |
	    CLIENT_CRITICAL_PURPOSE | CLIENT_CRITICAL_SAN |
	    CLIENT_CRITICAL_NETSCAPE,
	.algorithms = CLIENT_ALG_PSS | CLIENT_ALG_OTHER_CURVE,
	.rsa_min = 2048,
	.oddities = CLIENT_EXTRAS_MUST_LOAD | CLIENT_DOUBLE_UNKNOWN_EXTENSION |
	    CLIENT_CN_ANY,
	.max_intermediates = 8,
	.max_bytes = 16384,
    },
    {
	.name = "wolfssl",
	.title = "wolfSSL",
	.users = "embedded devices",
	.is_checked = true,
	.source = "wolfSSL 5.5 of Debian, TLS 1.3 handshakes",
	.builder = CLIENT_BUILDS_BACKWARD,
	.anchor = CLIENT_ANCHOR_ANY_CERT,
	.anchor_rules = CLIENT_ANCHOR_NAMES | CLIENT_ANCHOR_CRITICAL,
	.common_name = CLIENT_CN_WITHOUT_HOST,
	.names = CLIENT_NAME_PARTIAL | CLIENT_NAME_PARTIAL_IDN |
	    CLIENT_NAME_STAR_INSIDE | CLIENT_NAME_TOP | CLIENT_NAME_SUFFIX |
	    CLIENT_NAME_IP_AS_DNS,
	.ip_names = CLIENT_IP_V4_ONLY,
	.purposes = CLIENT_EKU_LEAF_ONLY | CLIENT_EKU_ANY_LEAF,
	.constraint_kinds = CLIENT_NC_DNS | CLIENT_NC_EMAIL | CLIENT_NC_DN,
	.critical = (OPENSSL_CRITICAL & ~(uint32_t)CLIENT_CRITICAL_MAPPINGS) |
	    CLIENT_CRITICAL_AIA,
	.algorithms = CLIENT_ALG_SHA1 | CLIENT_ALG_MD5 | CLIENT_ALG_ED25519 |
	    CLIENT_ALG_ED448 | CLIENT_ALG_DSA_LEAF | CLIENT_ALG_PSS |
	    CLIENT_ALG_PSS_KEY | CLIENT_ALG_OTHER_CURVE,
	.rsa_min = 1024,
	.rsa_max = 4096,
	.oddities = CLIENT_SELF_ISSUED_COUNTS |
	    CLIENT_DOUBLE_UNKNOWN_EXTENSION | CLIENT_CA_KEY_USAGE |
	    CLIENT_SKIPS_CONSTRAINTS | CLIENT_ANY_CN_CONSTRAINED,
	.max_sent = 9,
	.max_bytes = 19456,
    },
    {
	.name = "bearssl",
	.title = "BearSSL",
	.users = "small devices",
	.is_checked = true,
	.source = "BearSSL 0.6 as br_ssl_client_init_full sets it up, in "
		  "handshakes",
	.builder = CLIENT_BUILDS_STRICT,
	.anchor = CLIENT_ANCHOR_ANY_CERT,
	.anchor_rules = CLIENT_ANCHOR_BASIC | CLIENT_ANCHOR_VERSION,
	.common_name = CLIENT_CN_WITHOUT_SAN,
	.names = CLIENT_NAME_TOP | CLIENT_NAME_SUFFIX | CLIENT_NAME_IP_AS_DNS,
	.ip_names = CLIENT_IP_NEVER,
	.purposes = CLIENT_EKU_UNCHECKED | CLIENT_EKU_NOT_CRITICAL,
	.leaf_usage = CLIENT_KU_SIGN | CLIENT_KU_COMMIT,
	.constraints = CLIENT_NAMES_REFUSE_CRITICAL,
	.critical = CLIENT_CRITICAL_BASIC | CLIENT_CRITICAL_KEY_USAGE |
	    CLIENT_CRITICAL_SAN | CLIENT_CRITICAL_CRL_POINTS |
	    CLIENT_CRITICAL_POLICIES | CLIENT_CRITICAL_AIA | KEY_IDS_CRITICAL |
	    CLIENT_CRITICAL_ISSUER_NAME,
	.algorithms = CLIENT_ALG_SHA1,
	.rsa_min = 1017,
	.rsa_max = 4096,
	.oddities = CLIENT_SELF_ISSUED_COUNTS | CLIENT_DOUBLE_EXTENSION |
	    CLIENT_SKIPS_MALFORMED | CLIENT_BROKEN_KEY | CLIENT_CN_ANY,
    },
};

const size_t client_profile_count =
    sizeof client_profiles / sizeof client_profiles[0];

const struct client_profile *
client_profile_find(const char *name)
{
	for (size_t i = 0; i < client_profile_count; i++) {
		if (strcmp(client_profiles[i].name, name) == 0)
			return &client_profiles[i];
	}
	return NULL;
}

const char *
client_profile_find_unknown(const struct texts *names)
{
	ARRAY_EACH (name, names) {
		if (client_profile_find(*name) == NULL)
			return *name;
	}
	return NULL;
}
