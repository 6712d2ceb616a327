import {$, $add, $at, $bring, $later} from './app.js';
{% for name in libraries %}import * as lib{{ forloop.counter }} from '{{ name }}';
$bring('{{ name }}', lib{{ forloop.counter }});
{% endfor %}
$add({
{{ modules|safe }}
});
