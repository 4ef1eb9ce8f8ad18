// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/** A key that signs a test's archive. */
final class TestKey {

    private static final int ALGORITHM = PublicKeyAlgorithmTags.EDDSA_LEGACY;

    private final PGPKeyPair pair;
    private final PGPPublicKeyRing ring;

    private TestKey(PGPKeyPair pair, PGPPublicKeyRing ring) {
        this.pair = pair;
        this.ring = ring;
    }

    /** Makes a key; a length of life of zero is no end. */
    static TestKey made(Instant creation, Duration life) throws PGPException {
        Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
        generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        AsymmetricCipherKeyPair keys = generator.generateKeyPair();
        PGPKeyPair pair = new BcPGPKeyPair(PublicKeyPacket.VERSION_4, ALGORITHM, keys, Date.from(creation));
        PGPSignatureSubpacketGenerator hashed = new PGPSignatureSubpacketGenerator();
        hashed.setKeyExpirationTime(true, life.toSeconds());
        PGPKeyRingGenerator rings = new PGPKeyRingGenerator(
                PGPSignature.POSITIVE_CERTIFICATION,
                pair,
                "Test archive",
                new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
                hashed.generate(),
                null,
                new BcPGPContentSignerBuilder(ALGORITHM, HashAlgorithmTags.SHA256),
                null);
        return new TestKey(pair, rings.generatePublicKeyRing());
    }

    /** {@return the same key, taken back by its owner} */
    TestKey revoked() throws PGPException {
        PGPSignatureGenerator generator = generator(HashAlgorithmTags.SHA256);
        generator.init(PGPSignature.KEY_REVOCATION, pair.getPrivateKey());
        PGPPublicKey key = ring.getPublicKey();
        PGPPublicKey revoked = PGPPublicKey.addCertification(key, generator.generateCertification(key));
        return new TestKey(pair, PGPPublicKeyRing.insertPublicKey(ring, revoked));
    }

    private PGPSignatureGenerator generator(int hash) {
        return new PGPSignatureGenerator(new BcPGPContentSignerBuilder(ALGORITHM, hash), pair.getPublicKey());
    }

    ArchiveKeys alone() {
        return new ArchiveKeys(List.of(ring));
    }

    byte[] clearSigned(String text) throws PGPException, IOException {
        return clearSigned(text, HashAlgorithmTags.SHA256);
    }

    /** Signs a text whose lines have no blanks at their ends. */
    byte[] clearSigned(String text, int hash) throws PGPException, IOException {
        PGPSignatureGenerator generator = generator(hash);
        generator.init(PGPSignature.CANONICAL_TEXT_DOCUMENT, pair.getPrivateKey());
        generator.update(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream signature = new ByteArrayOutputStream();
        try (ArmoredOutputStream armored = ArmoredOutputStream.builder().build(signature)) {
            generator.generate().encode(armored);
        }
        String escaped = text.replaceAll("(?m)^-", "- -");
        return ("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n" + escaped + "\n"
                        + signature.toString(StandardCharsets.US_ASCII))
                .getBytes(StandardCharsets.UTF_8);
    }
}
