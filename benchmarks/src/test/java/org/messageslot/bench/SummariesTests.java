// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The Javadoc of what is public says what it is or does: "Returns the minor number", and not "What the minor number is". */
class SummariesTests {

    private static final Pattern QUESTION =
            Pattern.compile("(?s)\\s*(What|How|Where|Whether|When|Who|Whose|Which|Why)\\b.*");

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("java", "grading", "labs", "benchmarks")) {
            try (Stream<Path> tree = Files.walk(Path.of("..", module, "src/main/java"))) {
                tree.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    @Test
    void noPublicSummaryBeginsLikeAQuestion() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask parser = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources()));
            Summaries summaries = new Summaries(DocTrees.instance(parser));
            for (CompilationUnitTree source : parser.parse()) {
                summaries.scan(source, null);
            }
            assertThat(summaries.seen).isGreaterThan(1000);
            assertThat(summaries.questions).isEmpty();
        }
    }

    private static final class Summaries extends TreePathScanner<@Nullable Void, @Nullable Void> {

        private final DocTrees docs;
        private final List<String> questions = new ArrayList<>();
        private int seen;

        Summaries(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public @Nullable Void visitPackage(PackageTree node, @Nullable Void none) {
            look(node.getPackageName().toString());
            return super.visitPackage(node, null);
        }

        @Override
        public @Nullable Void visitClass(ClassTree node, @Nullable Void none) {
            if (isPublic(node.getModifiers())) {
                look(node.getSimpleName().toString());
            }
            return super.visitClass(node, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree node, @Nullable Void none) {
            if (isPublic(node.getModifiers())) {
                look(node.getName().toString());
            }
            return super.visitMethod(node, null);
        }

        /** What an interface declares is public without saying so. */
        private boolean isPublic(ModifiersTree modifiers) {
            TreePath parent = getCurrentPath().getParentPath();
            return modifiers.getFlags().contains(Modifier.PUBLIC)
                    || parent.getLeaf().getKind() == Tree.Kind.INTERFACE;
        }

        private void look(String name) {
            String comment = docs.getDocComment(getCurrentPath());
            if (comment != null) {
                seen++;
                if (QUESTION.matcher(comment).matches()) {
                    questions.add(Path.of(getCurrentPath()
                                            .getCompilationUnit()
                                            .getSourceFile()
                                            .getName())
                                    .getFileName() + ", " + name + ": "
                            + comment.strip().lines().findFirst().orElse(""));
                }
            }
        }
    }
}
