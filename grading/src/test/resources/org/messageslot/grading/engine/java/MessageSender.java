// SPDX-License-Identifier: Apache-2.0
import java.nio.charset.StandardCharsets;
import org.messageslot.ChannelId;
import org.messageslot.MessageSlot;
import org.messageslot.calls.NativeCalls;
import org.messageslot.calls.OpenFlags;

public class MessageSender {
    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("usage: MessageSender FILE CHANNEL MESSAGE");
            System.exit(1);
        }
        try (MessageSlot slot = MessageSlot.open(new NativeCalls(), args[0], OpenFlags.O_WRONLY)) {
            slot.select(ChannelId.parse(args[1]));
            slot.write(args[2].getBytes(StandardCharsets.UTF_8));
        } catch (Exception e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
