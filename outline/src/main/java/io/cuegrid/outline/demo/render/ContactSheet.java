package io.cuegrid.outline.demo.render;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** All pictures small on one page, row by row. */
final class ContactSheet {
    private static final int COLUMNS_MAX = 8;
    private static final int THUMBNAIL_WIDTH = 160;
    private static final int GAP = 4;
    private static final Color PAPER = new Color(24, 26, 31);

    private ContactSheet() {}

    static BufferedImage of(List<BufferedImage> images) {
        BufferedImage first = images.get(0);
        int columns = Math.min(COLUMNS_MAX, images.size());
        int rows = (images.size() + columns - 1) / columns;
        int height = Math.max(1, THUMBNAIL_WIDTH * first.getHeight() / first.getWidth());
        BufferedImage sheet = new BufferedImage(
                GAP + columns * (THUMBNAIL_WIDTH + GAP), GAP + rows * (height + GAP), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(PAPER);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        for (int index = 0; index < images.size(); index++) {
            int left = GAP + index % columns * (THUMBNAIL_WIDTH + GAP);
            int top = GAP + index / columns * (height + GAP);
            graphics.drawImage(images.get(index), left, top, THUMBNAIL_WIDTH, height, null);
        }
        graphics.dispose();
        return sheet;
    }
}
