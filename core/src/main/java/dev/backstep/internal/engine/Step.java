package dev.backstep.internal.engine;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * One unit of change, as data: it makes at most one thing. A {@link StepHandler} carries it out.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface Step {}
