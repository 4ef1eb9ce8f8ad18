// SPDX-License-Identifier: Apache-2.0
package org.messageslot.lab.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.messageslot.lab.terminal.ExitCode;
import org.messageslot.lab.terminal.Kit;
import org.messageslot.lab.terminal.LabException;
import org.messageslot.lab.terminal.Screen;
import org.messageslot.lab.walk.WalkthroughException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lab site}: the labs as pages, and as slides. */
@Command(
        name = "site",
        mixinStandardHelpOptions = true,
        description = {
            "Write the labs, the guides, the checks and the quoted sources as a folder of pages, and slides of every lab.",
            "The pages need no server and no JavaScript. Files of the same names are replaced."
        },
        footer = {
            "",
            "Examples:",
            "  lab site site                 write it, then open site/index.html",
            "",
            "Exit codes: 0 written; 1 a lab cannot be read, or the folder not be written;",
            "  2 wrong usage."
        })
public final class SiteCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The folder; it is made if it is not there.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws Exception {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw LabException.usage(folder + " is a file; name a folder to write the site to.");
        }
        try {
            int pages = Site.write(Kit.home(), folder);
            Screen.standard().print("Wrote " + pages + " files; open " + folder.resolve("index.html"));
            return ExitCode.DONE;
        } catch (WalkthroughException e) {
            throw LabException.failed(String.valueOf(e.getMessage()));
        } catch (java.nio.file.AccessDeniedException e) {
            throw LabException.failed(e.getFile() + " cannot be written.");
        }
    }
}
