// SPDX-License-Identifier: Apache-2.0
package org.messageslot.guest;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The kernel of a PC as distributions ship it: a boot loader's header, a decompressor, and the compressed kernel.
 *
 * <p>QEMU starts the uncompressed kernel directly (PVH), which saves seconds of decompression under emulation. The
 * header is described in the kernel's own documentation, {@code arch/x86/boot.rst}.
 */
final class BzImage {

    private static final int SETUP_SECTORS = 0x1f1;
    private static final int MAGIC = 0x202;
    private static final int PAYLOAD_OFFSET = 0x248;
    private static final int PAYLOAD_LENGTH = 0x24c;
    private static final int HEADER_END = 0x250;
    private static final int SECTOR = 512;
    private static final int HDRS = 0x53726448;

    private static final int LZ4_LEGACY = 0x184c2102;
    private static final int ZSTD = 0xfd2fb528;
    private static final int XZ = 0x587a37fd;
    private static final int GZIP = 0x8b1f;
    private static final int ELF = 0x464c457f;

    private BzImage() {}

    /**
     * Uncompress a kernel.
     *
     * @param file the bzImage
     * @return the ELF file inside
     * @throws IOException if it cannot be read or is of an unknown form
     */
    static byte[] uncompress(Path file) throws IOException {
        ByteBuffer image = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (image.limit() < HEADER_END || image.getInt(MAGIC) != HDRS) {
            throw new IOException(file + " is no kernel for a PC.");
        }
        int sectors = image.get(SETUP_SECTORS) & 0xff;
        int start = ((sectors == 0 ? 4 : sectors) + 1) * SECTOR + image.getInt(PAYLOAD_OFFSET);
        // The payload ends with its uncompressed length, which is not part of the compressed stream.
        ByteBuffer payload =
                image.slice(start, image.getInt(PAYLOAD_LENGTH) - 4).order(ByteOrder.LITTLE_ENDIAN);
        byte[] kernel = payload(payload);
        if (ByteBuffer.wrap(kernel).order(ByteOrder.LITTLE_ENDIAN).getInt(0) != ELF) {
            throw new IOException(file + " holds no ELF kernel.");
        }
        return kernel;
    }

    private static byte[] payload(ByteBuffer payload) throws IOException {
        int magic = payload.getInt(0);
        if (magic == LZ4_LEGACY) {
            return lz4(payload);
        }
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        InputStream packed = new ByteArrayInputStream(bytes);
        if (magic == ZSTD) {
            return drain(new ZstdInputStream(packed));
        }
        if (magic == XZ) {
            return drain(new XZInputStream(packed));
        }
        if ((magic & 0xffff) == GZIP) {
            return drain(new GzipCompressorInputStream(packed));
        }
        throw new IOException(String.format("The kernel is compressed in an unknown way (magic 0x%08x).", magic));
    }

    private static byte[] drain(InputStream stream) throws IOException {
        try (stream) {
            return stream.readAllBytes();
        }
    }

    /** LZ4's legacy frame: blocks of 8 MiB, each with its compressed length in front. */
    private static byte[] lz4(ByteBuffer payload) throws IOException {
        ByteArrayOutputStream kernel = new ByteArrayOutputStream(64 << 20);
        payload.position(4);
        while (payload.remaining() > 4) {
            byte[] block = new byte[payload.getInt()];
            payload.get(block);
            try (InputStream in = new BlockLZ4CompressorInputStream(new ByteArrayInputStream(block))) {
                in.transferTo(kernel);
            }
        }
        return kernel.toByteArray();
    }
}
