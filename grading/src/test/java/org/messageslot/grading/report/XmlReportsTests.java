// SPDX-License-Identifier: Apache-2.0
package org.messageslot.grading.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.messageslot.grading.Invented;
import org.messageslot.grading.slot.SlotAssignment;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class XmlReportsTests {

    @Test
    void junitReportCountsEachCheckOnce() {
        Document report = XmlText.parse(new JUnitReport(SlotAssignment.SLOT.wording()).render(Invented.nasty()));
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
