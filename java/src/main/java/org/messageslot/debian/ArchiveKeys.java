// SPDX-License-Identifier: Apache-2.0
package org.messageslot.debian;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.jspecify.annotations.Nullable;

/**
 * The public keys that an archive's lists must be signed with.
 *
 * <p>As with apt, a list needs one good signature: of a key that is known, that is neither revoked nor expired, made with SHA-256
 * or better. A known key's signature that does not fit the text condemns the list, whatever the other signatures are.
 */
final class ArchiveKeys {

    private static final List<String> OF_DEBIAN =
            List.of("bookworm-automatic", "bookworm-security-automatic", "bookworm-stable");
    private static final Set<Integer> STRONG =
            Set.of(HashAlgorithmTags.SHA256, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA512);
    /** The whole file, as RFC 4880 has it in section 7: what stands before or after it nobody has signed. */
    private static final Pattern CLEAR_SIGNED = Pattern.compile(
            "-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash: [^\n]*\n)*\n(.*)\n"
                    + "(-----BEGIN PGP SIGNATURE-----\n.*\n-----END PGP SIGNATURE-----)\\s*",
            Pattern.DOTALL);

    private final List<PGPPublicKeyRing> rings;

    ArchiveKeys(List<PGPPublicKeyRing> rings) {
        this.rings = List.copyOf(rings);
    }

    /** {@return Debian's own, which travel with the kit} */
    static ArchiveKeys ofDebian() throws IOException {
        List<PGPPublicKeyRing> rings = new ArrayList<>();
        for (String name : OF_DEBIAN) {
            String resource = "keys/debian-archive-" + name + ".asc";
            try (InputStream armored = ArchiveKeys.class.getResourceAsStream(resource)) {
                if (armored == null) {
                    throw new AssertionError("The resource " + resource + " is missing.");
                }
                rings.add(new PGPPublicKeyRing(PGPUtil.getDecoderStream(armored), new BcKeyFingerprintCalculator()));
            }
        }
        return new ArchiveKeys(rings);
    }

    /**
     * Verifies a clear-signed text.
     *
     * @param file the text with its signatures
     * @param name what to call it in a refusal
     * @param now the time at which keys must be valid
     * @return the text alone, lines ended by line feeds
     * @throws ArchiveException if it is not signed as it must be
     */
    String verified(byte[] file, String name, Instant now) throws ArchiveException {
        // One byte becomes one character, so that what is hashed is what was signed.
        Matcher parts = CLEAR_SIGNED.matcher(new String(file, StandardCharsets.ISO_8859_1));
        if (!parts.matches()) {
            throw new ArchiveException(name + " is no signed list, or was cut off: perhaps a login page of this network"
                    + " answered; open a web page in a browser, then try again.");
        }
        List<String> lines = new ArrayList<>();
        for (String line : parts.group(1).split("\n", -1)) {
            lines.add((line.startsWith("- ") ? line.substring(2) : line).replaceAll("[ \t\r]+$", ""));
        }
        byte[] signed = String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1);
        demandGoodSignature(signatures(parts.group(2), name), signed, name, now);
        return String.join("\n", lines);
    }

    private static List<PGPSignature> signatures(String armored, String name) throws ArchiveException {
        try (InputStream binary =
                PGPUtil.getDecoderStream(new ByteArrayInputStream(armored.getBytes(StandardCharsets.ISO_8859_1)))) {
            List<PGPSignature> signatures = new ArrayList<>();
            if (new BcPGPObjectFactory(binary).nextObject() instanceof PGPSignatureList list) {
                list.forEach(signatures::add);
            }
            return signatures;
        } catch (IOException | RuntimeException e) {
            // The library answers bytes that make no sense by exceptions of many kinds.
            throw altered(name, e);
        }
    }

    private void demandGoodSignature(List<PGPSignature> signatures, byte[] signed, String name, Instant now)
            throws ArchiveException {
        boolean good = false;
        boolean expired = false;
        for (PGPSignature signature : signatures) {
            Optional<PGPPublicKeyRing> ring = ringOf(signature.getKeyID());
            if (ring.isEmpty() || !STRONG.contains(signature.getHashAlgorithm())) {
                continue;
            }
            PGPPublicKey key = ring.get().getPublicKey(signature.getKeyID());
            if (!fits(signature, key, signed, name)) {
                throw altered(name, null);
            }
            boolean valid = isValid(key, now) && isValid(ring.get().getPublicKey(), now);
            good |= valid;
            expired |= !valid;
        }
        if (!good) {
            throw new ArchiveException(name
                    + (expired
                            ? " is signed with a key that has expired or was revoked"
                            : " is signed with no key of Debian's that this lab knows")
                    + ": look at this machine's clock with 'date', name another mirror in MSGSLOT_DEBIAN_MIRROR, or take a"
                    + " newer version of this lab.");
        }
    }

    private Optional<PGPPublicKeyRing> ringOf(long id) {
        return rings.stream().filter(ring -> ring.getPublicKey(id) != null).findFirst();
    }

    private static boolean fits(PGPSignature signature, PGPPublicKey key, byte[] signed, String name)
            throws ArchiveException {
        try {
            signature.init(new BcPGPContentVerifierBuilderProvider(), key);
            signature.update(signed);
            return signature.verify();
        } catch (PGPException | RuntimeException e) {
            throw altered(name, e);
        }
    }

    private static boolean isValid(PGPPublicKey key, Instant now) {
        long seconds = key.getValidSeconds();
        Instant end = key.getCreationTime().toInstant().plusSeconds(seconds);
        return !key.hasRevocation() && (seconds == 0 || now.isBefore(end));
    }

    private static ArchiveException altered(String name, @Nullable Throwable cause) {
        return new ArchiveException(
                name + " was altered after Debian signed it: try again in some minutes, from another network, or name"
                        + " another mirror in MSGSLOT_DEBIAN_MIRROR.",
                cause);
    }
}
