package dev.marquee.types.rendering;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a card is told about one booking. Do not change either. */
public record RenderedCard(ObjectNode attributes, ObjectNode contentState) {}
