// Java's own X509TrustManager of JSSE, as HTTPS clients ask it. See ask.c.
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

public class AskJava {
	static final Pattern BLOCK = Pattern.compile(
	    "-----BEGIN CERTIFICATE-----(.*?)-----END", Pattern.DOTALL);

	static String read(Path folder, String name) throws Exception {
		return new String(Files.readAllBytes(folder.resolve(name)),
		    StandardCharsets.UTF_8);
	}

	static List<X509Certificate> parse(String pem) throws Exception {
		CertificateFactory factory =
		    CertificateFactory.getInstance("X.509");
		List<X509Certificate> certs = new ArrayList<>();
		Matcher block = BLOCK.matcher(pem);
		while (block.find())
			certs.add((X509Certificate)factory.generateCertificate(
			    new ByteArrayInputStream(
				Base64.getMimeDecoder().decode(
				    block.group(1).trim()))));
		return certs;
	}

	static X509ExtendedTrustManager manager(
	    List<X509Certificate> anchors, Date at) throws Exception {
		KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
		store.load(null, null);
		for (int i = 0; i < anchors.size(); i++)
			store.setCertificateEntry("a" + i, anchors.get(i));
		PKIXBuilderParameters parameters =
		    new PKIXBuilderParameters(store, new X509CertSelector());
		parameters.setRevocationEnabled(false);
		parameters.setDate(at);
		TrustManagerFactory factory =
		    TrustManagerFactory.getInstance("PKIX");
		factory.init(new CertPathTrustManagerParameters(parameters));
		return (X509ExtendedTrustManager)factory.getTrustManagers()[0];
	}

	// jdk.tls.maxHandshakeMessageSize
	static final int MESSAGE_MAX = 32768;

	static void ask(Path folder) throws Exception {
		List<X509Certificate> sent = parse(read(folder, "sent.pem"));
		Date at = new Date(
		    Long.parseLong(read(folder, "time").trim()) * 1000);
		String name = read(folder, "name").trim();
		if (sent.size() > 10)
			throw new Exception("more than ten certificates");
		int size = 0;
		for (X509Certificate cert : sent)
			size += cert.getEncoded().length + 5;
		if (size > MESSAGE_MAX)
			throw new Exception("message too large");
		manager(parse(read(folder, "anchors.pem")), at)
		    .checkServerTrusted(sent.toArray(new X509Certificate[0]),
			sent.get(0).getPublicKey().getAlgorithm().equals("EC")
			    ? "ECDHE_ECDSA" : "ECDHE_RSA",
			new StubEngine(name));
	}

	public static void main(String[] words) throws Exception {
		Path folder = Path.of(words[0]);
		for (String line : Files.readAllLines(folder.resolve("chains"))) {
			String number = line.split(" ")[0];
			try {
				ask(folder.resolve(number));
				System.out.println(number + " accept");
			} catch (Exception e) {
				System.out.println(number + " refuse " +
				    String.valueOf(e.getMessage())
					.replace('\n', ' '));
			}
		}
	}
}

// An engine in the midst of a TLS 1.3 handshake with that host for HTTPS.
class StubEngine extends SSLEngine {
	final String host;

	StubEngine(String host) {
		super(host, 443);
		this.host = host;
	}

	public SSLParameters getSSLParameters() {
		SSLParameters parameters = new SSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		return parameters;
	}

	public SSLSession getHandshakeSession() {
		return new StubSession(host);
	}

	public SSLSession getSession() {
		return new StubSession(host);
	}

	public SSLEngineResult wrap(java.nio.ByteBuffer[] a, int b, int c,
	    java.nio.ByteBuffer d) {
		return null;
	}

	public SSLEngineResult unwrap(java.nio.ByteBuffer a,
	    java.nio.ByteBuffer[] b, int c, int d) {
		return null;
	}

	public Runnable getDelegatedTask() { return null; }
	public void closeInbound() {}
	public boolean isInboundDone() { return false; }
	public void closeOutbound() {}
	public boolean isOutboundDone() { return false; }
	public String[] getSupportedCipherSuites() { return new String[0]; }
	public String[] getEnabledCipherSuites() { return new String[0]; }
	public void setEnabledCipherSuites(String[] suites) {}
	public String[] getSupportedProtocols() { return new String[0]; }
	public String[] getEnabledProtocols() { return new String[0]; }
	public void setEnabledProtocols(String[] protocols) {}
	public void beginHandshake() {}
	public SSLEngineResult.HandshakeStatus getHandshakeStatus() {
		return SSLEngineResult.HandshakeStatus.NEED_TASK;
	}
	public void setUseClientMode(boolean mode) {}
	public boolean getUseClientMode() { return true; }
	public void setNeedClientAuth(boolean need) {}
	public boolean getNeedClientAuth() { return false; }
	public void setWantClientAuth(boolean want) {}
	public boolean getWantClientAuth() { return false; }
	public void setEnableSessionCreation(boolean flag) {}
	public boolean getEnableSessionCreation() { return true; }
}

class StubSession implements SSLSession {
	final String host;

	StubSession(String host) { this.host = host; }

	public byte[] getId() { return new byte[0]; }
	public javax.net.ssl.SSLSessionContext getSessionContext() {
		return null;
	}
	public long getCreationTime() { return 0; }
	public long getLastAccessedTime() { return 0; }
	public void invalidate() {}
	public boolean isValid() { return true; }
	public void putValue(String name, Object value) {}
	public Object getValue(String name) { return null; }
	public void removeValue(String name) {}
	public String[] getValueNames() { return new String[0]; }
	public java.security.cert.Certificate[] getPeerCertificates() {
		return null;
	}
	public java.security.cert.Certificate[] getLocalCertificates() {
		return null;
	}
	public java.security.Principal getPeerPrincipal() { return null; }
	public java.security.Principal getLocalPrincipal() { return null; }
	public String getCipherSuite() { return "TLS_AES_128_GCM_SHA256"; }
	public String getProtocol() { return "TLSv1.3"; }
	public String getPeerHost() { return host; }
	public int getPeerPort() { return 443; }
	public int getPacketBufferSize() { return 16384; }
	public int getApplicationBufferSize() { return 16384; }
}
