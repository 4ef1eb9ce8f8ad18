// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.messageslot.grading.Invented;
import org.messageslot.grading.rubric.Rubric;
import org.messageslot.grading.rubric.Scoring;
import org.opentest4j.reporting.schema.Namespace;
import org.opentest4j.reporting.schema.Schemas;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class XmlReportsTests {

    @Test
    void openTestReportFollowsItsSchema() throws Exception {
        Rubric rubric = Invented.rubric(Map.of());
        validate(new OpenTestReport().render(Invented.nasty()));
        validate(new OpenTestReport().render(Invented.nasty("x\n".repeat(500_000), Map.of())));
        validate(new OpenTestReport().render(Redaction.forStudent(Invented.nasty("", Invented.hiding()))));
        validate(new OpenTestReport()
                .render(new Scoring(rubric).ungradable(Invented.submission(), Invented.run(rubric), "No disk.")));
    }

    @Test
    void theSchemaSeesWhatIsWrong() {
        String text = new OpenTestReport().render(Invented.nasty());
        assertThatThrownBy(() -> validate(text.replace("status=\"FAILED\"", "status=\"LOST\"")))
                .isInstanceOf(SAXException.class);
    }

    private static void validate(String text) throws SAXException, IOException {
        Source[] sources = {source(Namespace.REPORTING_CORE), source(Namespace.REPORTING_EVENTS)};
        Schema schema =
                SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(sources);
        schema.newValidator().validate(new StreamSource(new StringReader(text)));
    }

    private static Source source(Namespace namespace) {
        return new StreamSource(
                Schemas.getSchemaLocation(namespace).orElseThrow().toString());
    }

    @Test
    void junitReportCountsEachCheckOnce() {
        Document report = XmlText.parse(new JUnitReport().render(Invented.nasty()));
        Element all = report.getDocumentElement();
        assertThat(all.getAttribute("tests")).isEqualTo("9");
        assertThat(all.getAttribute("failures")).isEqualTo("4");
        assertThat(all.getAttribute("skipped")).isEqualTo("1");
        assertThat(all.getAttribute("errors")).isEqualTo("0");
        assertThat(all.getAttribute("time")).isEqualTo("6.545");
        NodeList suites = report.getElementsByTagName("testsuite");
        int tests = 0;
        for (int i = 0; i < suites.getLength(); i++) {
            Element suite = (Element) suites.item(i);
            int cases = suite.getElementsByTagName("testcase").getLength();
            assertThat(suite.getAttribute("tests")).isEqualTo(Integer.toString(cases));
            tests += cases;
        }
        assertThat(tests).isEqualTo(9);
        assertThat(report.getElementsByTagName("failure").getLength()).isEqualTo(4);
        assertThat(report.getElementsByTagName("skipped").getLength()).isOne();
    }
}
