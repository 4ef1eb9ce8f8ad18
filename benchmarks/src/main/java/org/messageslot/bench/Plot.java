// SPDX-License-Identifier: Apache-2.0
package org.messageslot.bench;

import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.messageslot.host.FinishedFile;

/** A drawing of figures, written as SVG for pages and as PNG for slides. */
public final class Plot {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;
    private static final int TITLE_SIZE = 17;
    private static final int TEXT_SIZE = 13;
    private static final int LEAN = 30;

    /** Okabe and Ito's colours, which people who see fewer colours can tell apart too. */
    private static final Color[] COLOURS = {
        new Color(0x0072B2), new Color(0xE69F00), new Color(0x009E73), new Color(0xD55E00), new Color(0xCC79A7)
    };

    private final String name;
    private final Chart<?, ?> chart;

    private Plot(String name, Chart<?, ?> chart) {
        this.name = name;
        this.chart = chart;
    }

    /** {@return the name of its files, without what they end in} */
    String name() {
        return name;
    }

    /** {@return what is written above it} */
    String title() {
        return chart.getTitle();
    }

    /**
     * One part of each bar, or one line.
     *
     * @param name its name in the legend
     * @param x where each value is, for lines; empty for bars
     * @param y the values
     */
    public record Series(String name, List<Double> x, List<Double> y) {
        public Series {
            x = List.copyOf(x);
            y = List.copyOf(y);
        }
    }

    /**
     * Draws bars.
     *
     * @param name the name of its files
     * @param title the title
     * @param yTitle what the values are
     * @param bars the names of the bars
     * @param stacked whether the parts of a bar stand on each other, or side by side
     * @param parts the parts, as many values in each as there are bars
     * @return the plot
     */
    public static Plot bars(
            String name, String title, String yTitle, List<String> bars, boolean stacked, List<Series> parts) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .yAxisTitle(yTitle)
                .build();
        dress(chart.getStyler());
        chart.getStyler().setStacked(stacked);
        chart.getStyler().setAvailableSpaceFill(stacked ? 0.6 : 0.8);
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setLabelsFont(plain());
        chart.getStyler().setLabelsFontColor(Color.WHITE);
        chart.getStyler().setXAxisLabelRotation(LEAN);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setLegendVisible(parts.size() > 1);
        parts.forEach(part -> chart.addSeries(part.name(), bars, part.y()));
        return new Plot(name, chart);
    }

    /**
     * Draws lines over two logarithmic axes.
     *
     * @param name the name of its files
     * @param title the title
     * @param xTitle what is along the bottom
     * @param yTitle what the values are
     * @param lines the lines
     * @return the plot
     */
    public static Plot lines(String name, String title, String xTitle, String yTitle, List<Series> lines) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        dress(chart.getStyler());
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setXAxisDecimalPattern("#,##0");
        chart.getStyler().setYAxisMin(decade(lines, Math::floor));
        chart.getStyler().setYAxisMax(decade(lines, Math::ceil));
        lines.forEach(line -> chart.addSeries(line.name(), line.x(), line.y()).setMarker(SeriesMarkers.CIRCLE));
        return new Plot(name, chart);
    }

    /** The power of ten below or above all values, so that the axis has a number at both ends. */
    private static double decade(List<Series> lines, DoubleUnaryOperator rounding) {
        DoubleSummaryStatistics values = lines.stream()
                .flatMap(line -> line.y().stream())
                .collect(Collectors.summarizingDouble(Double::doubleValue));
        double extreme = rounding.applyAsDouble(0.5) == 0 ? values.getMin() : values.getMax();
        return Math.pow(10, rounding.applyAsDouble(Math.log10(extreme)));
    }

    private static void dress(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setSeriesColors(COLOURS);
        styler.setLegendPosition(Styler.LegendPosition.InsideNW);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, TITLE_SIZE));
        styler.setLegendFont(plain());
        styler.setAxisTickLabelsFont(plain());
        styler.setAxisTitleFont(plain());
        styler.setYAxisDecimalPattern("#,##0");
    }

    private static Font plain() {
        return new Font(Font.SANS_SERIF, Font.PLAIN, TEXT_SIZE);
    }

    /**
     * Writes {@code NAME.svg} and {@code NAME.png}.
     *
     * @param folder where; it must be there
     * @return the files
     * @throws IOException if that fails
     */
    public List<Path> write(Path folder) throws IOException {
        Path svg = folder.resolve(name + ".svg");
        Path png = folder.resolve(name + ".png");
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        VectorGraphicsEncoder.saveVectorGraphic(chart, drawn, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
        FinishedFile.write(svg, drawn.toByteArray());
        drawn.reset();
        BitmapEncoder.saveBitmap(chart, drawn, BitmapEncoder.BitmapFormat.PNG);
        FinishedFile.write(png, drawn.toByteArray());
        return List.of(svg, png);
    }
}
