import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent, GraphicComponent, GridComponent, LegendComponent, LegendScrollComponent, MarkLineComponent, TitleComponent,
  TooltipComponent,
} from 'echarts/components';
import { use } from 'echarts/core';

/** The parts of ECharts that the options name, and no others. */
export function useParts(...renderers: Parameters<typeof use>[0] & unknown[]): void {
  use([
    CustomChart, LineChart, ScatterChart, AriaComponent, GraphicComponent, GridComponent, LegendComponent, LegendScrollComponent,
    MarkLineComponent, TitleComponent, TooltipComponent, ...renderers as [],
  ]);
}
